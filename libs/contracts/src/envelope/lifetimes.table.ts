/**
 * Seconds from making an envelope to its expiry. Freshness comes from nonce and number; the expiry bounds how long a
 * broker can hold a request back and then let it through. An expert counts from the shop's clock (welcome), so that two
 * clocks need not agree; hello is made before that clock is known. What a shop tells may wait out a long outage.
 */
export const lifetimes = { 'expert-to-shop': 120, 'shop-to-expert': 86_400 } as const;
export const HELLO_LIFETIME = 600;
