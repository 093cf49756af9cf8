import { createNodeResolver, importX } from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

/** The stages of policy/: each reads those before it, and none behind it. */
const stages = ["facts", "stack", "parsers", "iam", "access", "impersonation", "rules"];
/** The commands: what two of them need is beside them, not in one of them. */
const commands = ["adopt", "check", "connect", "key", "preview", "refresh-roles", "report"];

const importDirection = [
  ...stages.map((stage, at) => ({
    target: `./policy/${stage}`,
    from: "./policy",
    except: stages.slice(0, at + 1).map((one) => `./${one}`),
    message: `policy/${stage} reads ${["itself", ...stages.slice(0, at)].join(", ")} and nothing else of policy/.`,
  })),
  { target: "./policy", from: ["./cli", "./components"], message: "The pack is published alone." },
  { target: "./components", from: "./cli", message: "The component is a plugin of its own." },
  {
    target: "./components",
    from: "./policy",
    except: ["./facts", "./iam", "./access", "./rules", "./stack/text.ts"],
    message: "The component reads facts and scopes of the pack, and judges nothing.",
  },
  ...commands.map((command) => ({
    target: `./cli/${command}`,
    from: commands.filter((one) => one !== command).map((one) => `./cli/${one}`),
    message: "No command imports from another; move what both need beside them.",
  })),
  ...["offline", "google", "googleProject", "segment", "judgement"].map((shared) => ({
    target: `./cli/${shared}`,
    from: commands.map((one) => `./cli/${one}`),
    message: `cli/${shared} serves the commands and knows none of them.`,
  })),
  {
    target: "./cli/offline",
    from: ["./policy", "./components"],
    except: ["./stack"],
    message: "The offline engine knows resources in the pack's form, and nothing of Segment.",
  },
];

export default tseslint.config(
  {
    ignores: [
      "**/dist/",
      "**/node_modules/",
      ".stryker-tmp/",
      "reports/",
      "examples/",
      "template/",
      "**/*.mjs",
      "**/*.js",
    ],
  },
  tseslint.configs.recommendedTypeChecked,
  {
    // One program for everything; the project service would build one for each tsconfig.json.
    languageOptions: { parserOptions: { project: "./tsconfig.json", tsconfigRootDir: import.meta.dirname } },
    plugins: { "import-x": importX },
    settings: { "import-x/resolver-next": [createNodeResolver({ extensions: [".ts", ".js", ".json"] })] },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "import-x/no-restricted-paths": ["error", { basePath: import.meta.dirname, zones: importDirection }],
      "no-console": "error",
    },
  },
  { files: ["cli/**"], rules: { "no-console": "off" } },
  {
    files: ["policy/**"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              group: ["@pulumi/gcp", "@pulumi/gcp/*"],
              message: "The pack reads any program's resources, and is published without it.",
            },
          ],
        },
      ],
    },
  },
  {
    files: ["tests/**"],
    rules: {
      "@typescript-eslint/no-unused-expressions": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
    },
  },
);
