/**
 * By which words an account counts as Segment's, where nobody has configured it.
 *
 * Segment's own spellings of its name, seen in its docs and in public stacks (read November 2026): the word alone, or
 * joined to what people call the connection. `segments`, `segmentation`, a qualified segment (market, customer, audience …)
 * and the terms of other trades (segment tree, Segment Anything) are another word.
 */
const name =
  /(?:^|[^a-z0-9])(?:twilio[-_ ]*)?segment(?:[-_ ]?(?:io|com|retl|etl|bigquery|bq|sync|warehouse|connections?))?(?:$|[^a-z0-9])/;

const twilio = /(?:^|[^a-z0-9])twilio[-_ ]*(?:engage|unify|retl|bigquery|bq|profiles?|linked|warehouse)/;

/** What follows the company's name and no other segment. */
const product =
  "(?![-_ .]?(?:io|com|retl|bigquery|bq|reverse|etl|profiles?|warehouse|connections?|workspaces?|integrations?|cdp)(?:$|[^a-z0-9]))";

const qualified = new RegExp(
  "(?:^|[^a-z0-9])(?:market|customer|audience|user|client|consumer|price|pricing|product|business|buyer|visitor|traffic|revenue|line|network|video|memory|data|time|sales|account|industry|geo|age|loyalty|lead|member|subscriber|rfm|image|text|speech|log|wal|ads?|email|target|code|road|route|ip|subnet|shared)[-_ ]+segment" +
    product,
  "g",
);

/** An article makes a common noun of the word, but not of the name, which has a capital. */
const common = new RegExp(`(?:^|[^A-Za-z0-9])(?:[Aa]n?|[Ee]ach|[Pp]er|[Bb]y)[-_ ]+segment${product}`, "g");

const otherTerms =
  /(?:^|[^a-z0-9])segment[-_ ]+(?:anything|trees?|scor(?:es?|ing)|sizes?|boundar(?:y|ies)|overlaps?|lookups?|rank(?:s|ing)|assignments?|memberships?|counts?|definitions?|report(?:s|ing)|of)(?:$|[^a-z0-9])/g;

/** In a sentence without a capital the word is the company's only after these, or before its products. */
const inSentence = new RegExp(
  "(?<!(?:^|[^a-z0-9])(?:for|to|from|with|via|of|by|in|into|twilio|our|the|and|prod|dev|staging|bigquery|bq|gcp) )(?<!^)segment(?=$|[^a-z0-9])" +
    product,
  "g",
);

/**
 * Whether an id, display name or description says that it is Segment's.
 *
 * @param words each on a line of its own
 */
export function saysSegment(words: string): boolean {
  return words.split("\n").some(lineSaysSegment);
}

function lineSaysSegment(line: string): boolean {
  // Nearly every line holds neither name, and is not worth reading.
  if (!/segment|twilio/i.test(line)) return false;
  const isSentence = line.trim().split(/\s+/).length >= 3;
  const named = line.replace(common, " ").replace(/([a-z0-9])([A-Z])/g, "$1 $2");
  const written = isSentence ? named.replace(inSentence, " ") : named;
  const plain = written.toLowerCase().replace(qualified, " ").replace(otherTerms, " ");
  return name.test(plain) || twilio.test(plain);
}
