// Mail as it arrives: without a mail server the program writes it into a folder.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const PATIENCE_MS = 15_000;

/** The path of the link in the latest mail to somebody that has one like this, but for one known before. */
export async function linkTo(server, email, kind, known) {
  const until = Date.now() + PATIENCE_MS;
  const link = new RegExp(`https?://\\S+(/${kind}/[0-9a-f]{32})`);
  while (Date.now() < until) {
    const found = letters(server.mail, email).map((text) => link.exec(text)?.[1]).filter((path) => path && path !== known);
    if (found.length > 0) return found.at(-1);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no mail with a link to ${kind} came to ${email}`);
}

/** The words of all mails to somebody, in the order they were written. */
export function letters(folder, email) {
  const files = readdirSync(folder).filter((file) => file.endsWith(".eml"));
  const mails = files.map((file) => readFileSync(join(folder, file), "utf8"));
  return mails.filter((mail) => mail.includes(`<${email}>`) || mail.includes(`To: ${email}`)).sort(byTime).map(words);
}

/** Identifiers sort by time. */
function byTime(a, b) {
  const id = (mail) => /^Message-ID: <(\w+)@/im.exec(mail)?.[1] ?? "";
  return id(a) < id(b) ? -1 : 1;
}

/** The body without its transfer encoding. */
function words(mail) {
  const [head, ...rest] = mail.split("\r\n\r\n");
  const body = rest.join("\r\n\r\n");
  if (/transfer-encoding: base64/i.test(head)) return Buffer.from(body, "base64").toString("utf8");
  if (!/transfer-encoding: quoted-printable/i.test(head)) return body;
  const bytes = body.replace(/=\r\n/g, "").replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}
