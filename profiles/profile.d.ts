/** A profile as it lies in its file: whoever imports it has to parse it. */
declare const profile: unknown;
export default profile;
