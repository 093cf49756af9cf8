import { createRequire } from "node:module";
import { join } from "node:path";
import type { Resource } from "../../policy/model/resource";
import type { Violation } from "./analyzer/violation";
import { Deadline } from "./deadline";
import type { LogMessage } from "./engine/engineService";
import { listenEarly } from "./engine/listen";
import type { StackResource } from "./engine/stackResource";
import { withCompiledProgram } from "./hosts/compiledProgram";
import { checkPolicyPack, startPolicyPack } from "./hosts/policyHost";
import { startProgram } from "./hosts/programHost";
import { IncompleteList } from "./incomplete";
import type { PreviewOptions } from "./options";
import { packageRoot } from "./packageRoot";
import { PreviewFailure } from "./previewFailure";
import type { PreviewedResource, PreviewResult, Verdict } from "./previewResult";
import { loadProject, type Project } from "./project/project";
import { loadStackConfig, type StackConfig } from "./project/stackConfig";
import { chooseStack } from "./project/stackName";
import { readYamlObject } from "./project/yamlFile";
import { redact } from "./redact";
import type { Session } from "./session";
import { addSecretText, collectSecretTexts } from "./wire/secretTexts";

const load = createRequire(__filename);

/** The policy whose configuration says what Segment needs, as this package's own pack names it. */
const ownPack = "segment-bigquery";
const ownPolicy = "segment-access";

/** A preview that came to nothing: why, and what the program printed on the way, secrets removed. */
export class PreviewError extends Error {
  override readonly name = "PreviewError";
  constructor(
    message: string,
    readonly output: string,
  ) {
    super(message);
  }
}

/**
 * Runs a program and policy packs as `pulumi preview` does, with no engine, provider, account or network.
 *
 * @throws UsageError for directories and files that cannot be used, PreviewError when the program or a pack fails
 */
export async function preview(options: PreviewOptions, env: NodeJS.ProcessEnv): Promise<PreviewResult> {
  return (await previewFor(options, env, () => undefined)).result;
}

/**
 * The same, with something made of the stack's resources in the policy model's form.
 *
 * @param make called once, after everything is judged; the resources hold secrets in the clear, which are removed
 *   from what it answers
 */
export async function previewFor<T>(
  options: PreviewOptions,
  env: NodeJS.ProcessEnv,
  make: (resources: readonly Resource[]) => T,
): Promise<{ result: PreviewResult; made: T }> {
  const incomplete = new IncompleteList();
  const { project, newer } = programOf(options);
  const stack = chooseStack(project, options.stack);
  const config = loadStackConfig(project, stack.stack, incomplete);
  const directories = options.policyPacks.length > 0 ? options.policyPacks : [join(packageRoot(), "policy")];
  for (const directory of directories) checkPolicyPack(directory);
  const settings = directories.map((_, index) => {
    const file = options.policyConfigs[index] ?? options.policyConfigs[0];
    return { file: file ?? "", content: file === undefined ? {} : readYamlObject(file) };
  });
  const deadline = new Deadline(options.timeoutSeconds);
  const listener = await listenEarly();
  const hosts: { kill(): void }[] = [];
  let session: Session | undefined;
  try {
    // The program first: it takes the longest.
    const program = startProgram(project, stack, config, listener.address, env);
    hosts.push(program);
    const packs = directories.map((directory, index) => {
      const host = startPolicyPack(directory, project, stack, config, listener.address, env);
      hosts.push(host);
      return { directory, host, settings: settings[index] ?? { file: "", content: {} } };
    });
    // Loaded while the hosts start: the one brings gRPC, the other the catalogue of roles.
    const engine = load("./session") as typeof import("./session");
    const model = load("./accessTable") as typeof import("./accessTable");
    const target = { project: project.name, stack, config };
    session = new engine.Session({
      target,
      listener,
      program,
      programDirectory: project.directory,
      packs,
      deadline,
      incomplete,
      env,
    });
    const secrets = (): Set<string> => secretsOf(config, session);
    const output = (): string =>
      redact([program.stdout(), program.stderr()].filter(Boolean).join("\n"), secrets());
    let violations: Violation[];
    try {
      violations = await session.run();
    } catch (error) {
      if (!(error instanceof PreviewFailure)) throw error;
      throw new PreviewError(redact([...session.errors, error.message].join("\n"), secrets()), output());
    }
    const resources = [...session.deployment.resources.values()];
    const missing = incomplete.list();
    const result: PreviewResult = {
      formatVersion: 1,
      project: project.name,
      stack: stack.stack,
      verdict: verdictOf(
        violations.some(({ level }) => level === "mandatory"),
        missing.length > 0,
      ),
      packs: session.judges.packs,
      resources: resources.map(shown),
      access: model.accessTable(session.deployment.resources, session.judges.settingsOf(ownPack, ownPolicy)),
      violations,
      remediations: session.judges.remediations,
      incomplete: missing,
      messages: [...session.log, ...outOfDate(options.compiled, newer)],
      output: output(),
    };
    const made = make(model.modelResources(session.deployment.resources));
    return redact({ result, made }, secrets());
  } finally {
    for (const host of hosts) host.kill();
    session?.close();
    listener.server.close();
    for (const socket of listener.early) socket.destroy();
  }
}

/** The program to run: the compiled copy, if there is one that is not out of date. */
function programOf({ directory, compiled }: PreviewOptions): { project: Project; newer?: string } {
  const project = loadProject(directory);
  return compiled === undefined ? { project } : withCompiledProgram(project, compiled);
}

function verdictOf(violated: boolean, incomplete: boolean): Verdict {
  if (violated) return "rejected";
  return incomplete ? "incomplete" : "accepted";
}

function shown({
  urn,
  type,
  name,
  parent,
  provider,
  custom,
  read,
  remote,
}: StackResource): PreviewedResource {
  return {
    urn,
    type,
    name,
    ...(parent === undefined ? {} : { parent }),
    ...(provider === undefined ? {} : { provider }),
    kind: remote ? "remote" : read ? "read" : custom ? "managed" : "component",
  };
}

function outOfDate(compiled: string | undefined, newer: string | undefined): LogMessage[] {
  if (newer === undefined) return [];
  const text = `${compiled ?? ""} is older than ${newer}, so the sources ran, which takes longer; build it anew.`;
  return [{ severity: "info", text }];
}

/** Every confidential text that the preview has seen. */
function secretsOf(config: StackConfig, session: Session | undefined): Set<string> {
  const secrets = new Set<string>();
  for (const key of config.secretKeys) addSecretText(config.values[key] ?? "", secrets);
  for (const { inputs, outputs } of session?.deployment.resources.values() ?? []) {
    collectSecretTexts(inputs, secrets);
    collectSecretTexts(outputs, secrets);
  }
  return secrets;
}
