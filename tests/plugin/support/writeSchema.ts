import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { installedCheckout } from "./checkout";
import { PluginProcess } from "./PluginProcess";
import { TestEngine } from "./TestEngine";

/** Where the schema that the plugin host serves is committed. */
export const schemaFile = resolve(__dirname, "../../../components/schema.json");

/** The schema as it is committed. */
export function schemaText(schema: unknown): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
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
