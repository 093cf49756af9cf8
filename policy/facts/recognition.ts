/**
 * By which words an account is taken for Segment's, where nobody has configured it.
 *
 * Segment's own spellings of its name, seen in its docs and in public stacks (read November 2026): the word alone, or
 * joined to what people call the connection. `segments`, `segmentation` and a qualified segment (market, customer,
 * audience …) are the marketing word.
 */
const name =
  /(?:^|[^a-z0-9])(?:twilio[-_ ]*)?segment(?:[-_ ]?(?:io|com|retl|etl|bigquery|bq|sync|warehouse|connections?))?(?:$|[^a-z0-9])/;

const twilio = /(?:^|[^a-z0-9])twilio[-_ ]*(?:engage|unify|retl|bigquery|bq|profiles?|linked|warehouse)/;

const qualified =
  /(?:^|[^a-z0-9])(?:a|an|each|per|(?<!(?:used|read|queried|needed|managed|owned|required|accessed) )by|market|customer|audience|user|client|consumer|price|pricing|product|business|buyer|visitor|traffic|revenue|line|network|video|memory|data|time|sales|account|industry|geo|age|loyalty|lead|member|subscriber)[-_ ]+segment(?![-_ ]?(?:io|retl|bigquery|bq)(?:$|[^a-z0-9]))/g;

/** Whether an id, display name or description says that it is Segment's. */
export function saysSegment(words: string): boolean {
  const spaced = words.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
  const plain = spaced.replace(qualified, " ");
  return name.test(plain) || twilio.test(plain);
}
