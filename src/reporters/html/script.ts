/**
 * The script of the page: filter and search. Without it everything is there and can be opened, read and printed. It adds
 * its listeners itself, so a policy that refuses inline handlers refuses nothing here; a reader that prints gets all open.
 */
export const script = `
(() => {
  const all = [...document.querySelectorAll('details.req')]
  const sections = [...document.querySelectorAll('section.reqs')]
  const form = document.getElementById('filter')
  const shown = document.getElementById('shown')
  const words = new Map()
  const textOf = (one) => words.get(one) ?? (words.set(one, one.textContent.toLowerCase()), words.get(one))
  const apply = () => {
    const data = new FormData(form)
    const verdicts = new Set(data.getAll('verdict'))
    const level = data.get('level'), section = data.get('section')
    const wanted = String(data.get('q')).toLowerCase().split(/\\s+/).filter(Boolean)
    let count = 0
    for (const one of all) {
      const { verdict, level: own, section: where } = one.dataset
      const fits = verdicts.has(verdict) && (!level || own === level) && (!section || where === section) &&
        (wanted.length === 0 || wanted.every((word) => textOf(one).includes(word)))
      one.hidden = !fits
      if (fits) count++
    }
    for (const part of sections) part.hidden = !part.querySelector('details.req:not([hidden])')
    shown.textContent = count + ' of ' + all.length + ' requirements shown'
  }
  let waiting
  form.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(apply, 120) })
  form.addEventListener('submit', (event) => { event.preventDefault(); apply() })
  form.addEventListener('reset', () => setTimeout(apply))
  const open = (state) => { for (const one of all) if (!one.hidden) one.open = state }
  document.getElementById('open').addEventListener('click', () => open(true))
  document.getElementById('close').addEventListener('click', () => open(false))
  let before = []
  addEventListener('beforeprint', () => { before = all.filter((one) => !one.open); for (const one of before) one.open = true })
  addEventListener('afterprint', () => { for (const one of before) one.open = false })
  const follow = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)))
    if (target?.matches('details.req')) { target.hidden = false; target.open = true; target.scrollIntoView() }
  }
  addEventListener('hashchange', follow)
  form.hidden = false
  apply()
  follow()
})()
`
