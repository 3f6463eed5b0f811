/** Whether the script block that a command is given runs on another machine. */
export function sendsElsewhere(head: string): boolean {
  return /\b(Invoke-Command|icm)\b/i.test(head)
}

/** Cmdlets and programs that change what runs on a machine: services, sites, pools, installers, what is copied there. */
const changes =
  /^((new|start|restart|set|stop)-(service|website|webapppool|iissite|scheduledtask)|copy-item|expand-archive|msiexec|sc|nssm|robocopy|xcopy|install-\w+|start-process)$/i

/** Whether a command changes the machine that it runs on. */
export function changesMachine(words: readonly string[]): boolean {
  return changes.test(words[0] ?? '')
}
