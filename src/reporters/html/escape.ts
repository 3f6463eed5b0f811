import { plain } from '../harmless.ts'

/** Text as HTML that means nothing but itself; good between tags and in quoted attributes. */
export function html(text: string): string {
  return plain(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

/** Several lines (a remedy, a reason) with their line ends kept. */
export const htmlLines = (text: string): string => text.trimEnd().split('\n').map(html).join('\n')

/** Running text: its lines are as long as the page is wide, whatever they were in the file; a blank line parts paragraphs. */
export const htmlParagraphs = (text: string): string =>
  text
    .trim()
    .split(/\n\s*\n/)
    .map((paragraph) => `<p>${html(paragraph.replace(/\s*\n\s*/g, ' '))}</p>`)
    .join('')

/** A link where the text is an address of the web; else the text. Nothing is fetched before somebody follows it. */
export function linkOrText(text: string): string {
  return /^https?:\/\/[^\s"'<>]+$/.test(text)
    ? `<a href="${html(text)}" rel="noreferrer noopener">${html(text)}</a>`
    : html(text)
}

/** A table that may be wider than a small screen: it scrolls by itself, which the keyboard must reach, too (WCAG 2.1.1). */
export function wide(name: string, table: string): string {
  return `<div class="wide" role="region" aria-label="${html(name)}" tabindex="0">${table}</div>`
}
