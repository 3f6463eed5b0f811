/** What a command of a health check asks of its own container: `curl -f http://localhost:8080/health || exit 1`. */
export function endpointAskedIn(command: string): { readonly path: string; readonly index: number } | undefined {
  const found =
    /\bhttps?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\]|\$\{?\w+\}?|\$\(hostname\))(?::[\w${}:-]+)?(\/[^\s"'|;&)\\]*)?/.exec(
      command,
    ) ?? /\b(?:curl|wget)\b[^|;&\n]*?\s(?:localhost|127\.0\.0\.1)(?::[\w${}:-]+)?(\/[^\s"'|;&)\\]*)?/.exec(command)
  return found ? { path: found[1] ?? '/', index: found.index } : undefined
}
