/** What a long run tells of itself. */
export interface Progress {
  /** Names what is being done now: "reading 5,000 files". */
  say(what: string): void
  /** Wipes the line; nothing of it stays. */
  end(): void
}

/** After this time a person at a terminal wants to know that something happens, in milliseconds. */
const patience = 1000

/** One line on stderr, from one second on, and only where a person sits at it. */
export function startProgress(stream: NodeJS.WriteStream, quiet: boolean): Progress {
  if (quiet || !stream.isTTY) return { say: () => {}, end: () => {} }
  let now = ''
  let shown = false
  const show = () => {
    shown = true
    stream.write(`\r\u001b[Kassay: ${now} …`)
  }
  const timer = setTimeout(show, patience)
  timer.unref()
  return {
    say(what) {
      now = what
      if (shown) show()
    },
    end() {
      clearTimeout(timer)
      if (shown) stream.write('\r\u001b[K')
      shown = false
    },
  }
}
