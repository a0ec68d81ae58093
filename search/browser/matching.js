// Which documents a query finds and in what order: search/matching.py and ranking.py. Pure.

const TITLE_FLAG = 0x80;
const FREQUENCY_MASK = 0x7f;

/** What of a score depends on the document alone, by document number. */
export class Norms {
  /** `parents` numbers from 1 what documents are part of, 0 for none; it and `cited` may be null. */
  constructor(lengths, average, weights, parents = null, cited = null) {
    this.norms = Float64Array.from(lengths, (length) => weights.k1 * (1 - weights.b + (weights.b * length) / average));
    this.title = weights.title;
    this.parents = parents;
    this.factors = cited && Float64Array.from(cited, (count) => 1 + weights.cited * Math.log2(1 + count));
  }

  /** What a posting brings before its term's weight. */
  impact(low, document) {
    const frequency = (low & FREQUENCY_MASK) + (low & TITLE_FLAG ? this.title : 0);
    return frequency / (frequency + this.norms[document]);
  }
}

/** The documents (of `within`) that hold all terms, rarest term first. */
export function holdingAll(terms, postings, within) {
  const lists = terms.map((term) => postings.get(term)).sort((a, b) => a.length - b.length);
  if (!lists.length || !lists[0].length) return new Set();
  let found = new Set(lists[0].documents);
  if (within) found = new Set(Array.from(found).filter((document) => within.has(document)));
  for (const list of lists.slice(1)) {
    if (!found.size) break;
    const kept = new Set();
    for (const document of list.documents) if (found.has(document)) kept.add(document);
    found = kept;
  }
  return found;
}

/** The documents that hold every unit: all terms of at least one of its ways. */
export function matchAll(units, postings) {
  const isSingle = (ways) => ways.length === 1 && ways[0].length === 1;
  const single = units.filter(isSingle).map((ways) => ways[0][0]);
  let found = single.length ? holdingAll(single, postings) : null;
  for (const ways of units) {
    if (isSingle(ways) || (found && !found.size)) continue;
    const holding = new Set();
    for (const terms of ways) for (const document of holdingAll(terms, postings, found)) holding.add(document);
    found = holding;
  }
  return found || new Set();
}

/** The terms worth reading, most telling first: without common minor ones, within the budget. */
export function rankedTerms(query, postings, manifest) {
  const { weights, pages, limits } = manifest;
  const terms = [];
  for (const [term, weight] of query.weights) {
    const list = postings.get(term);
    const length = list ? list.length : (manifest.common.has(term) ? pages : 0);
    if (!length) continue;
    const idf = Math.log(1 + (pages - length + 0.5) / (length + 0.5));
    const isDull = weight < weights.bigram && length > Math.max(weights.common_floor, weights.common_share * pages);
    terms.push({ term, list, length, weight: weight * idf, isDull });
  }
  const telling = terms.filter((term) => !term.isDull);
  const kept = telling.length ? telling : terms;
  kept.sort((a, b) => b.weight - a.weight || a.length - b.length);
  let budget = limits.postings;
  for (let place = 0; place < kept.length; place += 1) {
    budget -= kept[place].length;
    if (budget < 0) return kept.slice(0, place + 1);
  }
  return kept;
}

/** The score of every document. */
export function scoreAll(terms, norms, pages) {
  const scores = new Float64Array(pages);
  for (const { list, weight } of terms) {
    for (let place = 0; place < list.length; place += 1) {
      const document = list.documents[place];
      scores[document] += weight * norms.impact(list.lows[place], document);
    }
  }
  return scores;
}

/** For every document the worth of the units that it holds, and how much makes it fit: [held, needed]. */
export function heldWorth(query, postings, manifest) {
  const { weights, pages, fillers } = manifest;
  const idf = (found) => Math.log(1 + (pages - found + 0.5) / (found + 0.5));
  const telling = idf(Math.max(1, Math.floor(weights.telling_share * pages)));
  const held = new Float64Array(pages);
  let whole = 0;
  for (const ways of query.units) {
    const found = new Set();
    for (const terms of ways) for (const document of holdingAll(terms, postings)) found.add(document);
    if (!found.size && Array.from(ways[0][0]).some((character) => fillers.functions.includes(character))) continue;
    const rarity = Math.max(weights.common_worth, idf(found.size) / telling);
    const worth = unitShare(ways, query, weights) * Math.min(1, rarity);
    for (const document of found) held[document] += worth;
    whole += worth;
  }
  return [held, pages < weights.fitting_from ? 0 : Math.min(whole * weights.fitting_share, weights.fitting)];
}

function unitShare(ways, query, weights) {
  const [[first]] = ways;
  if (first.startsWith("~")) return 0.5;
  if (ways.length > 1 && !first.startsWith("§")) return ways[0].length;
  const weight = query.weights.get(first);
  return ways.length === 1 && weight !== undefined && weight < weights.bigram ? 0 : 1;
}

/** Each score raised by the mean of the best scores among the other parts of the same whole. */
export function withParents(scores, parents, weights) {
  const best = new Map();
  const sizes = new Map();
  parents.forEach((parent, document) => {
    if (!parent) return;
    sizes.set(parent, (sizes.get(parent) || 0) + 1);
    const first = best.get(parent) || [];
    if (!best.has(parent)) best.set(parent, first);
    const score = scores[document];
    if (first.length <= weights.parent_best || score > first[first.length - 1]) {
      let place = first.length;
      while (place && first[place - 1] < score) place -= 1;
      first.splice(place, 0, score);
      if (first.length > weights.parent_best + 1) first.pop();
    }
  });
  return scores.map((score, document) => {
    const parent = parents[document];
    if (!parent) return score;
    const others = best.get(parent).slice();
    const own = others.indexOf(score);
    if (own >= 0) others.splice(own, 1);
    const count = Math.max(1, Math.min(weights.parent_best, sizes.get(parent) - 1));
    let sum = 0;
    for (const other of others.slice(0, weights.parent_best)) sum += other;
    return score + (weights.parent * sum) / count;
  });
}

/** Documents by falling score; among equals the newest, which have the lowest numbers, first. */
export function bestFirst(documents, scores, limit) {
  const order = Array.from(documents).sort((a, b) => scores[b] - scores[a] || a - b);
  return limit === undefined ? order : order.slice(0, limit);
}

/** One of sixteen bits for a character, as search/shards/batch_terms.py. */
function followerBit(character) {
  return 1 << (Math.imul(character.codePointAt(0), 2654435761) >>> 28);
}

function followersAt({ followers }, place) {
  return followers[2 * place] | (followers[2 * place + 1] << 8);
}

/**
 * Whether a document seems to hold a phrase in its text: it holds all terms, and each pair is followed
 * somewhere by the character that follows it in the phrase, as far as sixteen bits tell.
 * `pairs` are {term, follower}.
 */
export function holdsInText(pairs, required, postings, document) {
  for (const term of required) {
    const list = postings.get(term);
    const place = list.place(document);
    if (place === undefined || !(list.lows[place] & FREQUENCY_MASK)) return false;
  }
  for (const { term, follower } of pairs) {
    const list = postings.get(term);
    if (!list.followers || !(followersAt(list, list.place(document)) & followerBit(follower))) return false;
  }
  return true;
}

/** Whether every term of a phrase stands in the title; titles are short, so the phrase does too. */
export function holdsInTitle(required, postings, document) {
  return required.every((term) => {
    const list = postings.get(term);
    const place = list.place(document);
    return place !== undefined && (list.lows[place] & TITLE_FLAG) > 0;
  });
}
