// What in a free text looks like an ID number, a bank card or somebody else's phone: the same rules
// as privacy/personal_data.py, held together by shared test vectors. The server knows more spellings.
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;
const ID_NUMBER =
  /(^|[^0-9])[1-9][0-9]{5}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx](?![0-9])/g;
const CARD = /(^|[^0-9])([3-6][0-9]{14,18})(?![0-9])/g;
const MOBILE = /(^|[^0-9])(?:\+?86)?(1[3-9][0-9]{9})(?![0-9])/g;

function passesLuhn(digits) {
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = Number(digits[digits.length - 1 - place]);
    const doubled = place % 2 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** The kinds found: "id-number", "bank-card", "phone". */
export function findPersonalData(text, ownPhones = []) {
  const plain = text.replace(INVISIBLE, "").normalize("NFKC").replace(/([0-9])[ .-](?=[0-9])/g, "$1");
  const withoutIds = plain.replace(ID_NUMBER, "$1、");
  const found = [];
  if (withoutIds !== plain) found.push("id-number");
  if (Array.from(withoutIds.matchAll(CARD)).some((match) => passesLuhn(match[2]))) found.push("bank-card");
  const phones = Array.from(withoutIds.matchAll(MOBILE)).map((match) => match[2]);
  if (phones.some((phone) => !ownPhones.includes(phone))) found.push("phone");
  return found;
}
