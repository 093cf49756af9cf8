import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { WireObject } from "./wireValue";

export function fromStruct(struct: Struct | undefined): WireObject {
  return struct?.toJavaScript() ?? {};
}

export function toStruct(value: WireObject): Struct {
  return Struct.fromJavaScript(value);
}
