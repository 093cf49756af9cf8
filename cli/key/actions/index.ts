import type { Outcome } from "../outcome";
import type { Tools } from "../Tools";
import { disableAccount, enableAccount } from "./account";
import { complete } from "./complete";
import { deleteOne } from "./delete";
import { disable } from "./disable";
import { enable } from "./enable";
import { list } from "./list";
import { make } from "./make";
import { revoke } from "./revoke";
import { upload } from "./upload";

/** Does one thing; `argv` is what follows the action's name. */
export type Action = (argv: string[], tools: Tools) => Promise<Outcome>;

/** All actions by name. */
export const actions: Readonly<Record<string, Action>> = {
  make,
  upload,
  complete,
  list,
  disable,
  enable,
  delete: deleteOne,
  revoke,
  "disable-account": disableAccount,
  "enable-account": enableAccount,
};
