import { useQuery } from '@tanstack/react-query';
import { answerOrThrow } from '../session/answer-or-throw.js';
import { useServices } from '../session/services.js';

export const CASES = ['cases'] as const;

/** Open cases of the shops that trust this expert's organisation, asked again every three seconds. */
export function useCases() {
  const { api } = useServices();
  return useQuery({ queryKey: CASES, queryFn: () => answerOrThrow(api.cases()), refetchInterval: 3000 });
}
