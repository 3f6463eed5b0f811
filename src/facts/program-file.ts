const endings = /\.(pyw?|rb|[cm]?[jt]sx?|php|pl|groovy|java|kts?|go|rs|swift|scala|sc|exs?|lua|r|jl|dart|csx?|fsx)$/i

/**
 * Whether a file is a program in a language that is no shell's, by its ending: its commands are not followed one by one,
 * only what it hands to a shell. PowerShell is followed, and not among them.
 */
export const isProgramFile = (path: string): boolean => endings.test(path)
