import { type ShopToBroker, shopToBroker } from '@baylink/contracts';
import { err, ok, type Result } from '@baylink/kernel';

/** One text of a tunnel, or what is wrong with it. */
export function readShopMessage(text: string): Result<ShopToBroker, string> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return err('it is not JSON');
  }
  const message = shopToBroker.safeParse(value);
  if (message.success) return ok(message.data);
  const issue = message.error.issues[0];
  return err(`"${issue?.path.join('.') ?? ''}" ${issue?.message ?? ''}`);
}
