import * as path from "node:path";
import ts from "typescript";

/** What a docstring says. */
export interface Doc {
  /** The text before the tags. */
  text: string;
  /** What `@default` says, without the hyphen of a default that is no value. */
  byDefault?: string;
}

/** A property of an interface or class, a value of an enum, or a method. */
export interface Member {
  name: string;
  /** The type as it is written. */
  type: string;
  optional: boolean;
  doc: Doc;
}

/** A name that a package exports. */
export interface PublicName {
  name: string;
  kind: "class" | "interface" | "enum" | "function" | "constant" | "type";
  /** What a function looks like, a constant's or another type's text. */
  signature?: string;
  doc: Doc;
  members: Member[];
}

/** Everything that a module exports, in the order of its sources. */
export function publicNames(entry: string): PublicName[] {
  const config = path.resolve(__dirname, "../../../tsconfig.json");
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(config, (file) => ts.sys.readFile(file)).config,
    ts.sys,
    path.dirname(config),
  );
  // What is installed is not read: names, docstrings and types are taken as they are written here.
  const host = ts.createCompilerHost(options);
  const readSource = host.getSourceFile.bind(host);
  host.getSourceFile = (file, ...rest) =>
    file.includes("/node_modules/") ? undefined : readSource(file, ...rest);
  const program = ts.createProgram([entry], { ...options, types: [], noLib: true }, host);
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(entry);
  const module = source && checker.getSymbolAtLocation(source);
  if (!module) throw new Error(`${entry} exports nothing.`);
  return checker
    .getExportsOfModule(module)
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
    .flatMap((symbol) => {
      const [declaration] = symbol.declarations ?? [];
      return declaration ? [publicName(symbol.name, declaration)] : [];
    });
}

function publicName(name: string, node: ts.Declaration): PublicName {
  const base = { name, doc: docOf(node), members: [] };
  if (ts.isClassDeclaration(node)) return { ...base, kind: "class", members: membersOf(node.members) };
  if (ts.isInterfaceDeclaration(node))
    return { ...base, kind: "interface", members: membersOf(node.members) };
  if (ts.isEnumDeclaration(node)) return { ...base, kind: "enum", members: node.members.map(valueOf) };
  if (ts.isFunctionDeclaration(node)) {
    const { parameters, type } = node;
    const signature = `${name}(${parameters.map((one) => one.getText()).join(", ")}): ${type?.getText() ?? "void"}`;
    return { ...base, kind: "function", signature };
  }
  if (ts.isVariableDeclaration(node)) {
    const statement = node.parent.parent;
    const doc = ts.isVariableStatement(statement) ? docOf(statement) : base.doc;
    return {
      ...base,
      doc,
      kind: "constant",
      ...(node.type ? { signature: `${name}: ${node.type.getText()}` } : {}),
    };
  }
  return { ...base, kind: "type", signature: oneLine(node.getText().replace(/^export /, "")) };
}

function membersOf(members: ts.NodeArray<ts.TypeElement | ts.ClassElement>): Member[] {
  return members.flatMap((member) => {
    if (ts.isPropertySignature(member) || ts.isPropertyDeclaration(member)) {
      const type = member.type ? oneLine(member.type.getText()) : "unknown";
      return [
        {
          name: member.name.getText(),
          type,
          optional: member.questionToken !== undefined,
          doc: docOf(member),
        },
      ];
    }
    if (ts.isMethodSignature(member) || ts.isMethodDeclaration(member))
      return [{ name: member.name.getText(), type: "method", optional: false, doc: docOf(member) }];
    return [];
  });
}

function valueOf(member: ts.EnumMember): Member {
  const type = member.initializer?.getText() ?? "";
  return { name: member.name.getText(), type, optional: false, doc: docOf(member) };
}

function docOf(node: ts.Node): Doc {
  const parts = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  const text = parts.map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? "").join("\n\n");
  const tag = ts.getJSDocTags(node).find(({ tagName }) => tagName.text === "default");
  const byDefault = tag && ts.getTextOfJSDocComment(tag.comment)?.replace(/^- /, "");
  return { text, ...(byDefault === undefined ? {} : { byDefault }) };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}
