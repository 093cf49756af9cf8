import { readInventory } from "../../cli/googleProject/readInventory";
import { callerClient } from "../../cli/google/callerClient";
import { Redactor } from "../../cli/google/Redactor";
import { auditor, email, organization } from "../cli/report/organization";
import { startFakeGoogle } from "../fakes/google";

/** Prints how many requests an organization takes, by its projects and by those of them that matter. */
async function main(): Promise<void> {
  for (const [projects, mattering] of [
    [60, 20],
    [5000, 20],
    [5000, 200],
  ] as const) {
    const google = await startFakeGoogle(organization(projects, mattering));
    const env = { ...google.env(), GOOGLE_OAUTH_ACCESS_TOKEN: google.tokenFor(auditor) };
    const start = performance.now();
    await readInventory(
      await callerClient(env, { redactor: new Redactor() }),
      { kind: "organization", id: "1" },
      [email],
    );
    process.stdout.write(
      `report --organization: ${projects} projects, ${mattering} of which matter: ` +
        `${google.state.requests.length} requests, ${(performance.now() - start).toFixed(0)} ms\n`,
    );
    await google.stop();
  }
}

void main();
