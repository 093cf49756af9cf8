import type { Member } from "./fields";
import type { Format } from "./formats";

/** An argument that has to be known from the start, for it decides which resources exist. */
export const plain = (format: Format): Member => ({ format, plain: true });

/** An argument that may be another resource's output. */
export const input = (format: Format): Member => ({ format });

/** The same, and has to be given. */
export const required = (format: Format): Member => ({ format, required: true });
