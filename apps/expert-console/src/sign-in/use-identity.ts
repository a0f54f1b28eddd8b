import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answerOrThrow } from '../session/answer-or-throw.js';
import type { Identity } from '../session/identity.js';
import { makeKey } from '../session/make-key.js';
import { useServices } from '../session/services.js';

const IDENTITY = ['identity'] as const;
const POLL_MILLIS = 2000;

/** The identity in this browser; undefined while it is being looked up. */
export function useIdentity() {
  const { identities } = useServices();
  return useQuery({ queryKey: IDENTITY, queryFn: async () => ({ identity: await identities.load() }) });
}

/** Makes the key and shows it to the broker under `name`; the answer is an identity that waits for its certificate. */
export function useEnrol() {
  const { api, identities } = useServices();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ name, present }: { name: string; present: Identity | undefined }) => {
      const fresh = present ?? (await answerOrThrow(makeKey()));
      const enrolment = await answerOrThrow(api.enrol(fresh.jwk, name));
      const { key, jwk, thumbprint } = fresh;
      await identities.save({ key, jwk, thumbprint, name, enrolment: enrolment.code, certificate: null });
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: IDENTITY }),
  });
}

/** Asks every two seconds whether the organisation has certified this key, and keeps the certificate. */
export function useCertificatePoll(identity: Identity, code: string) {
  const { api, identities } = useServices();
  const queries = useQueryClient();
  return useQuery({
    queryKey: ['enrolment', code],
    refetchInterval: POLL_MILLIS,
    retry: false,
    queryFn: async () => {
      const enrolment = await answerOrThrow(api.enrolment(code));
      if (enrolment.certificate !== null) {
        await identities.save({ ...identity, certificate: enrolment.certificate });
        await queries.invalidateQueries({ queryKey: IDENTITY });
      }
      return enrolment;
    },
  });
}

export function useForget() {
  const { identities } = useServices();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => identities.forget(),
    onSuccess: () => queries.invalidateQueries({ queryKey: IDENTITY }),
  });
}
