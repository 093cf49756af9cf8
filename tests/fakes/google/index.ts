export type { Fault } from "./faults";
export type { GoogleSeed } from "./seed";
export { startFakeGoogle, type FakeGoogle } from "./startFakeGoogle";
