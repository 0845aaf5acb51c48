import type { Finding, Trust } from './check';
import { LISTED } from './manifest';
import { recordingOf } from './recording';
import { keyLine } from '../audit/notes';
import { fill, type Words } from './words';

// What was found, as people read it.

function make<K extends keyof HTMLElementTagNameMap>(tag: K, content: string | readonly Node[], attributes: Readonly<Record<string, string>> = {}): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.append(...typeof content === 'string' ? [content] : content);
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  return made;
}

const moment = (iso: string): string => iso.slice(0, 19).replace('T', ' ');

/** The verdict, what was verified and by whom, and what was not. */
export function outcome(finding: Finding, trust: Trust, words: Words): Node[] {
  return finding.fault === null ? [verdict(finding, words), ...verified(finding, trust, words), ...notVerified(finding, trust, words)] : [refused(finding, words)];
}

function refused({ fault }: Finding, { page, damage }: Words): Node {
  const where = page[fault!.part] ?? fault!.part;
  return make('div', [
    make('h2', page['refused']!),
    make('p', fault!.entry === undefined ? fill(page['part']!, where) : fill(page['entry']!, where, fault!.entry)),
    make('p', damage[fault!.damage]),
  ], { 'class': 'verdict', 'data-verdict': 'refused', 'data-damage': fault!.damage });
}

function verdict({ manifest, signerKnown }: Finding, { page }: Words): Node {
  const { session, caseNumber, time, by, key } = manifest!;
  const about = make('p', fill(page['about']!, session, caseNumber, moment(time), by));
  return signerKnown
    ? make('div', [make('h2', page['holds']!), make('p', page['holdsHint']!), about], { 'class': 'verdict', 'data-verdict': 'holds' })
    : make('div', [make('h2', page['unknown']!), make('p', page['unknownHint']!), make('p', [make('code', keyLine(key))]), about], { 'class': 'verdict', 'data-verdict': 'unknown' });
}

function verified({ manifest, entries, signerKnown, cosignatures, recording }: Finding, { kept }: Trust, { page }: Words): Node[] {
  const relay = page[signerKnown ? 'relay' : 'someRelay']!;
  const rows: [string, string][] = [
    [page['whole']!, page['browser']!],
    [fill(page['entries']!, entries!.good, manifest!.size), page['browser']!],
    [page['all']!, relay],
    [page[entries!.hasEnd ? 'end' : 'noEnd']!, page['browser']!],
    ...recording === null ? [] : [[fill(page['recording']!, recording.chunks, recording.logged), page['browser']!] as [string, string]],
    ...entries!.links === null ? [] : [[fill(page['links']!, entries!.links), page['browser']!] as [string, string]],
    ...cosignatures.map(({ witness, time, isTrusted }): [string, string] =>
      [fill(page['cosigned']!, moment(new Date(time).toISOString())), fill(page[isTrusted ? 'witness' : 'someWitness']!, witness)]),
  ];
  if (kept !== undefined && kept.size === manifest!.size) {
    rows.push([page['kept2']!, page['browser']!]);
  }

  const head = make('tr', [make('th', page['what']!, { scope: 'col' }), make('th', page['who']!, { scope: 'col' })]);
  return [
    make('h3', page['verified']!),
    make('table', [make('thead', [head]), make('tbody', rows.map(([what, who]) => make('tr', [make('td', what), make('td', who)])))]),
  ];
}

function notVerified({ manifest, entries, signerKnown, cosignatures, recording }: Finding, { kept }: Trust, { page }: Words): Node[] {
  const further = manifest!.parts.slice(LISTED.length).map(({ name }) => name).filter(name => name !== recordingOf(manifest!.session));
  const lines = [
    ...signerKnown ? [] : [page['notKnown']!],
    ...cosignatures.some(({ isTrusted }) => isTrusted) ? [] : [page['notWitnessed']!],
    page['notAll']!,
    page['notComplete']!,
    page[entries!.links === null ? 'noLinks' : 'notTail']!,
    ...entries!.erased === 0 ? [] : [fill(page['notErased']!, entries!.erased)],
    ...entries!.wasRecorded && recording === null ? [page['notRecording']!] : [],
    ...recording === null ? [] : [page['notSeen']!],
    ...further.length === 0 ? [] : [fill(page['notFurther']!, further.slice(0, 20).join(', ') + (further.length > 20 ? ' …' : ''))],
    ...kept !== undefined && kept.size < manifest!.size ? [page['notOlder']!] : [],
  ];
  return [make('h3', page['not']!), make('ul', lines.map(line => make('li', line)))];
}
