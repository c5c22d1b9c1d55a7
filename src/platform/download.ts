const types: Record<string, string> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
  jwt: 'application/jwt',
  pdf: 'application/pdf',
  yaml: 'application/yaml; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** A file to be kept, never shown: its name in the way that all browsers read, with a plain one for the oldest. */
export function asDownload(name: string, body: BodyInit): Response {
  const extension = name.slice(name.lastIndexOf('.') + 1);
  const safe = name.replace(/[\\/:*?"<>|\p{Cc}]/gu, ' ');
  return new Response(body, {
    headers: {
      'content-type': types[extension] ?? 'application/octet-stream',
      'content-disposition': `attachment; filename="gongke.${extension}"; filename*=UTF-8''${encodeURIComponent(safe)}`,
      'cache-control': 'private, no-store',
    },
  });
}
