export const formats = ["text", "json", "sarif", "junit", "github", "markdown"] as const;
export type Format = (typeof formats)[number];
