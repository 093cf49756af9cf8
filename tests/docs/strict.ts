import * as path from "node:path";
import * as ts from "typescript";

const root = path.resolve(__dirname, "../..");

/**
 * What the compiler says of a program of somebody else's, in strict mode, who has installed our packages.
 *
 * @param packages source files that stand for the packages' entries, relative to the repository
 */
export function problemsOf(program: string, packages: Readonly<Record<string, string>>): string[] {
  const file = path.join(root, "somebody-elses-program.ts");
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    resolveJsonModule: true,
    esModuleInterop: true,
    types: ["node"],
    paths: Object.fromEntries(
      Object.entries(packages).map(([name, entry]) => [name, [path.join(root, entry)]]),
    ),
  };
  const host = ts.createCompilerHost(options);
  const onDisk = { ...host };
  host.fileExists = (name) => name === file || onDisk.fileExists(name);
  host.getSourceFile = (name, languageVersion, onError, createNew) =>
    name === file
      ? ts.createSourceFile(name, program, languageVersion)
      : onDisk.getSourceFile(name, languageVersion, onError, createNew);
  const compiled = ts.createProgram([file], options, host);
  return ts
    .getPreEmitDiagnostics(compiled, compiled.getSourceFile(file))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}
