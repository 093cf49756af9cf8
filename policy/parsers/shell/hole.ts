/** Stands in a word for a part that is known only when the command runs; no text of a person's holds it. */
export const HOLE = "\uE000";
