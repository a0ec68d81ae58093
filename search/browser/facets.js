// Sets of documents as bytes of bits: what filters keep and what they would give.

/** Whether a document is in a set of bits. */
export function has(set, document) {
  return (set[document >> 3] & (1 << (document & 7))) !== 0;
}

/** The documents that have one of `values`, as bytes of bits. */
export function union(sets, values, pages) {
  const all = new Uint8Array((pages >> 3) + 1);
  for (const value of values) {
    const set = sets.get(value);
    if (set) set.forEach((octet, place) => { all[place] |= octet; });
  }
  return all;
}

/** The documents from `first` to `last`; `dates` are [date, how many documents], newest first. */
export function dated(dates, { first, last }, pages) {
  const all = new Uint8Array((pages >> 3) + 1);
  let document = 0;
  for (const [date, count] of dates) {
    const isInside = date >= (first || "0") && date < `${last || ""}~`;
    for (let end = document + count; document < end; document += 1) {
      if (isInside) all[document >> 3] |= 1 << (document & 7);
    }
  }
  return all;
}

/** For each facet its values by falling count, all filters but its own applied. */
export function counts(facets, choices, documents) {
  const found = {};
  for (const [name, sets] of facets) {
    const within = Array.from(documents).filter((document) => choices.every(([other, set]) => other === name || has(set, document)));
    const values = [];
    for (const [value, set] of sets) {
      let count = 0;
      for (const document of within) if (has(set, document)) count += 1;
      if (count) values.push([value, count]);
    }
    values.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    if (values.length) found[name] = values;
  }
  return found;
}
