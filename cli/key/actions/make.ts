import { generateKeyPair, X509Certificate } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { RotationStep } from "../../../components/args/enums";
import type { Arguments } from "../../arguments";
import { shellWord } from "../../text";
import { selfSigned } from "../certificate";
import { type Draft, privatePart, readDraft, type Slot, writeDraft } from "../draft";
import { accountNamed, type AccountName } from "../names";
import type { Outcome } from "../outcome";
import type { KeyContext } from "../KeyContext";
import { ActionRefused, UsageError } from "../../errors";

const day = 86_400_000;
/** How long before now a certificate begins, for clocks that differ. */
const slack = 5 * 60_000;

/**
 * Makes a key pair outside of Google and of the stack.
 *
 * Run again with the same file, it shows the certificate again and makes no other pair.
 */
export async function make(args: Arguments, context: KeyContext): Promise<Outcome> {
  const email = args.text("service-account", /./, "the email of the service account");
  const account = accountNamed(email);
  if (email !== "" && !account)
    args.complainOf(
      "service-account",
      email,
      "ID@PROJECT.iam.gserviceaccount.com, an account of a project of yours",
    );
  const slot = args.text("slot", /^[ab]$/, "a or b, the component's slot for the key") as Slot;
  const file = args.file("file");
  const days = args.number("days", 120, 1, 3650);
  const bits = args.number("bits", 2048, 2048, 8192);
  args.end();

  const earlier = await readDraft(file);
  const draft = earlier ?? (await makeDraft(account as AccountName, slot, days, bits, context.now));
  context.redactor.add(privatePart(draft.privateKey));
  if (earlier && (earlier.account.email !== email || earlier.slot !== slot))
    throw new ActionRefused(
      `${file} holds a pair for ${earlier.account.email}, slot ${earlier.slot}, and is left as it is.`,
      ["Give another --file."],
    );
  if (!earlier) await writeDraft(file, draft);
  // The private half is safe before its public half is shown: no certificate is ever without its key.
  await writeCertificate(`${file}.crt`, draft.certificate);
  return told(draft, file, earlier !== undefined);
}

async function makeDraft(
  account: AccountName,
  slot: Slot,
  days: number,
  modulusLength: number,
  now: Date,
): Promise<Draft> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength });
  const certificate = selfSigned({
    name: account.id,
    organization: account.project,
    notBefore: new Date(now.getTime() - slack),
    notAfter: new Date(now.getTime() + days * day),
    publicKey,
    privateKey,
  });
  const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  return { account, slot, certificate, privateKey: pem };
}

async function writeCertificate(file: string, certificate: string): Promise<void> {
  await writeFile(file, certificate).catch((error: unknown) => {
    const { code = "unknown reason" } = error as NodeJS.ErrnoException;
    throw new UsageError(`${file} cannot be written: ${code}. The pair is kept; run the same again.`);
  });
}

function told({ account, slot, certificate }: Draft, file: string, again: boolean): Outcome {
  const { validTo, fingerprint256, publicKey } = new X509Certificate(certificate);
  const expires = new Date(validTo).toISOString();
  const { modulusLength = 0 } = publicKey.asymmetricKeyDetails ?? {};
  const property = `key.publicKey${slot.toUpperCase()}`;
  const steps =
    slot === "a"
      ? `${RotationStep.OnlyA} for the first key, ${RotationStep.AddA} in a rotation`
      : RotationStep.AddB;
  return {
    code: 0,
    lines: [
      `${again ? "The pair is there already" : "Made a pair"}: RSA ${modulusLength}, for slot ${slot} of ${account.email}.`,
      `Private half:  ${file} (you alone can read it; store it and it is removed: key complete)`,
      `Certificate:   ${file}.crt, ends ${expires}: the key ends with it`,
      `Fingerprint:   ${fingerprint256}`,
    ],
    next: [
      `Give the stack the certificate: pulumi config set --path ${property} < ${shellWord(`${file}.crt`)}`,
      `With keyMode uploaded, set keyStep (${steps}): pulumi up. Without a stack (keyMode none): segment-bigquery key upload --file ${shellWord(file)}`,
      `segment-bigquery key complete --file ${shellWord(file)}`,
    ],
    data: { account: account.email, slot, file, certificate, fingerprint256, expires, madeNow: !again },
  };
}
