// Scoring of the health check. No DOM: the same rules as publisher/health/scoring.py. All sums are
// whole thousandths, so that both languages give the same result on every answer sheet.
import { asked } from "./health-check-sheet.js";

const FULL = 1000;

function riskOf(question, answers) {
  const answer = answers.get(question.key);
  return answer === undefined ? null : question.answers[answer].risk;
}

function isVeto(question, answers) {
  return question.veto && riskOf(question, answers) === FULL;
}

function levelOf(percent, veto, scale) {
  if (percent === null) return null;
  if (veto) return scale.vetoLevel;
  return scale.levels.find((level) => percent >= level.fromPercent).key;
}

function sum(questions, answers, scale) {
  let points = 0;
  let weight = 0;
  let open = 0;
  let veto = false;
  for (const question of questions) {
    const risk = riskOf(question, answers);
    if (!answers.has(question.key)) open += 1;
    veto = veto || isVeto(question, answers);
    if (risk !== null) {
      points += question.weight * risk;
      weight += question.weight;
    }
  }
  const percent = weight ? Math.floor((points * 100) / (weight * FULL)) : null;
  return { points, weight, percent, level: levelOf(percent, veto, scale), veto, open };
}

function urgencyOf(points, veto, scale) {
  if (veto) return scale.vetoLevel;
  return scale.levels.find((level) => level.fromHundredths !== null
    && points >= level.fromHundredths * 10).key;
}

function risksOf(questions, answers, scale) {
  const order = scale.levels.map((level) => level.key);
  const found = [];
  for (const question of questions) {
    const risk = riskOf(question, answers);
    if (risk) {
      const points = question.weight * risk;
      const veto = isVeto(question, answers);
      found.push({ key: question.key, points, veto, level: urgencyOf(points, veto, scale) });
    }
  }
  return found.sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level) || b.points - a.points);
}

/** {overall, dimensions: [{set, dimension, …score}], risks: gravest first}. */
export function score(sheet, answers, scale) {
  const questions = asked(sheet, answers);
  const groups = new Map();
  for (const question of questions) {
    const name = JSON.stringify([question.set, question.dimension]);
    groups.set(name, [...(groups.get(name) || []), question]);
  }
  return {
    overall: sum(questions, answers, scale),
    dimensions: [...groups.values()].map((group) => ({
      set: group[0].set, dimension: group[0].dimension, ...sum(group, answers, scale),
    })),
    risks: risksOf(questions, answers, scale),
  };
}
