import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { installedCheckout } from "./checkout";
import { PluginProcess } from "./PluginProcess";
import { type PackageSchema, registrySchema } from "./registrySchema";
import { TestEngine } from "./TestEngine";

/** Where the schema is committed: what the plugin serves, completed for the Registry. */
export const schemaFile = resolve(__dirname, "../../../components/schema.json");

/** What is committed of the schema that the plugin serves. */
export function schemaText(served: unknown): string {
  return `${JSON.stringify(registrySchema(served as PackageSchema), null, 2)}\n`;
}

async function writeSchema(): Promise<void> {
  const checkout = installedCheckout();
  const engine = await TestEngine.start();
  const plugin = await PluginProcess.start(checkout.plugin, engine);
  try {
    writeFileSync(schemaFile, schemaText(await plugin.schema()));
  } finally {
    await plugin.stop();
    engine.stop();
    checkout.remove();
  }
}

if (require.main === module) void writeSchema();
