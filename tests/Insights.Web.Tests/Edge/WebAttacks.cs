using System.Text;
using static Insights.Web.Tests.Edge.Attack;

namespace Insights.Web.Tests.Edge;

/// <summary>What is tried against sign-in, addresses, headers, forms and the plain outlets.</summary>
internal static class WebAttacks
{
    private static readonly string Head = "Authorization: Persona specialist-a\nHost: 127.0.0.1\n";

    public static IEnumerable<Attack> All => [.. Credentials, .. Addresses, .. Lines, .. Forms, .. Outlets];

    private static IEnumerable<Attack> Credentials =>
    [
        Key("a token without a signature", $"Bearer {Json("{\"alg\":\"none\",\"typ\":\"JWT\"}")}.{Json($"{{\"sub\":\"{Mark}\",\"role\":\"administrator\"}}")}."),
        Key("a token that names its own key", $"Bearer {Json($"{{\"alg\":\"RS256\",\"jku\":\"https://elsewhere.example/{Mark}\"}}")}.{Json("{\"sub\":\"a\"}")}.AAAA"),
        Key("a token signed with a public key as a secret", $"Bearer {Json("{\"alg\":\"HS256\"}")}.{Json($"{{\"sub\":\"{Mark}\"}}")}.AAAA"),
        Key("a token with a path for a key", $"Bearer {Json($"{{\"alg\":\"HS256\",\"kid\":\"../../../../dev/null {Mark}\"}}")}.{Json("{}")}.AAAA"),
        Key("a token of three dots", "Bearer ..."),
        Key("a key nobody issued", $"Bearer ins_{Mark}{new string('A', 40)}"),
        Key("a key of twenty kilobytes", $"Bearer ins_{new string('A', 20_000)}"),
        Raw("a key with other scripts in it", $"GET /scenarios.jsonl HTTP/1.1\nHost: 127.0.0.1\nAuthorization: Bearer ins_\u00e9\u00df{Mark}\nConnection: close\n\n", 400, 401),
        Key("a name and a password", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin:{Mark}"))}"),
        Key("the handle of a program as a persona", "Persona consumer-1"),
        Key("a persona with the end of a statement", $"Persona ' OR '1'='1 {Mark}"),
        Get("a forged cookie", "/reports", null, ("Cookie", $"insights-demo=CfDJ8{Mark}; __Host-insights={Mark}"), 302),
        Get("a cookie of sixteen kilobytes", "/reports", null, ("Cookie", $"insights-demo={new string('A', 16_000)}"), 302),
        Get("cookies by the hundred", "/reports", null, ("Cookie", GraphQLAttacks.Many(900, n => $"c{n}={Mark}", "; ")), 302),
        Get("a forged word of the last page", "/", "Persona specialist-a", ("Cookie", $"insights-said=filed.R-1{Mark}"), 200),
        Get("an address for another", "/reports", "Persona specialist-a", ("X-Forwarded-For", $"192.0.2.1, {Mark}"), 302),
        Raw("two names for one person", $"GET /scenarios.jsonl HTTP/1.1\n{Head}Authorization: Persona auditor\nConnection: close\n\n", 401),
    ];

    private static IEnumerable<Attack> Addresses =>
    [
        Raw("up the folders", $"GET /../../../../etc/passwd HTTP/1.1\n{Head}Connection: close\n\n", 404),
        Raw("up the folders, encoded", $"GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\n{Head}Connection: close\n\n", 404),
        Raw("up from the files", $"GET /css/..%2f..%2fappsettings.json HTTP/1.1\n{Head}Connection: close\n\n", 404),
        Raw("up from the files, backwards", $"GET /css/..%5c..%5cappsettings.json HTTP/1.1\n{Head}Connection: close\n\n", 404),
        Raw("a NUL in the address", $"GET /css/insights.css%00.png HTTP/1.1\n{Head}Connection: close\n\n", 400, 404),
        Raw("a percent sign of nothing", $"GET /%zz%{Mark} HTTP/1.1\n{Head}Connection: close\n\n", 400, 404),
        Raw("signs longer than they need be", $"GET /%c0%ae%c0%ae/{Mark} HTTP/1.1\n{Head}Connection: close\n\n", 400, 404),
        Raw("an address of twenty kilobytes", $"GET /{new string('a', 20_000)} HTTP/1.1\n{Head}\n", 414),
        Raw("a question of nine kilobytes", $"GET /search?q={new string('a', 9_000)} HTTP/1.1\n{Head}\n", 414),
        Raw("an address of somebody else", $"GET http://elsewhere.example/{Mark} HTTP/1.1\n{Head}Connection: close\n\n", 400),
        Raw("an address without its scheme", $"GET //elsewhere.example/{Mark} HTTP/1.1\n{Head}Connection: close\n\n", 404),
        Get("a way out after the sign-in", "/sign-in?returnTo=https://elsewhere.example/" + Mark, null, null, 200),
        Get("a way out without its scheme", "/sign-in?returnTo=//elsewhere.example/" + Mark, null, null, 200),
        Get("a way out backwards", "/sign-in?returnTo=/%5Celsewhere.example/" + Mark, null, null, 200),
        Get("a header in an address", $"/sign-in?returnTo=/%0d%0aSet-Cookie:%20{Mark}=1", null, null, 200),
        Get("markup in a question", $"/search?q=%3Cscript%3E{Uri.EscapeDataString("alert(1)")}%3C/script%3E", expected: 200),
        Get("the end of a statement in a question", $"/search?q={Uri.EscapeDataString("') OR 1=1; DROP TABLE report; --")}", expected: 200),
        Get("a question made of operators", $"/search?q={Uri.EscapeDataString("\"* NEAR( AND NOT OR ^ - \"\" {} ()")}", expected: 200),
        Get("a number beyond its type", "/gaps/G-99999999999999999999", expected: 404),
        Get("a place that is none in a list", $"/gaps?after={Mark}"),
        Get("a filter of words that are none", $"/gaps?state={Mark}&severity={Mark}&order={Mark}&label={Mark}"),
        Get("a day beyond the calendar", "/audit?from=99999-99-99&to=0000-00-00", "Persona auditor", null, 200),
        Get("a page of faults asked for", $"/trouble?{Mark}={Mark}", expected: 404),
    ];

    private static IEnumerable<Attack> Lines =>
    [
        Raw("a header of forty kilobytes", $"GET / HTTP/1.1\n{Head}X-Long: {new string('a', 40_000)}\n\n", 431),
        Raw("headers by the hundred", $"GET / HTTP/1.1\n{Head}{GraphQLAttacks.Many(200, n => $"X-{n}: {Mark}\n", "")}\n", 431),
        Raw("a name that is not ours", $"GET / HTTP/1.1\nHost: {Mark}.example\nConnection: close\n\n", 400),
        Raw("two names", $"GET / HTTP/1.1\nHost: 127.0.0.1\nHost: {Mark}.example\n\n", 400),
        Raw("no name", "GET / HTTP/1.1\nConnection: close\n\n", 400),
        Raw("a version that is none", $"GET /{Mark} HTTP/9.9\n\n", 400, 505),
        Raw("no request at all", $"{Mark}\n\n", 400),
        Raw("a header without its colon", $"GET / HTTP/1.1\n{Head}{Mark}\n\n", 400),
        Raw("a header that goes on", $"GET / HTTP/1.1\n{Head}X-A: b\n {Mark}\n\n", 400),
        Raw("a length and chunks", $"POST /report HTTP/1.1\n{Head}Content-Type: application/x-www-form-urlencoded\nContent-Length: 5\nTransfer-Encoding: chunked\nConnection: close\n\n0\n\nGET /{Mark} HTTP/1.1\n\n", 400, 422),
        Raw("two lengths", $"POST /report HTTP/1.1\n{Head}Content-Length: 5\nContent-Length: 6\n\nabcde", 400),
        Raw("a length below nothing", $"POST /report HTTP/1.1\n{Head}Content-Length: -1\n\n", 400),
        Raw("a length that is a word", $"POST /report HTTP/1.1\n{Head}Content-Length: {Mark}\n\n", 400),
        Raw("a length of terabytes", $"POST /report HTTP/1.1\n{Head}Content-Type: application/x-www-form-urlencoded\nContent-Length: 9999999999999\n\na=b", 413),
        Raw("a chunk whose length is a word", $"POST /report HTTP/1.1\n{Head}Content-Type: application/x-www-form-urlencoded\nTransfer-Encoding: chunked\n\n{Mark}\na=b\n0\n\n", 400),
        Raw("an encoding nobody knows", $"POST /report HTTP/1.1\n{Head}Transfer-Encoding: {Mark}\n\n", 400, 501),
        Raw("a tunnel", $"CONNECT elsewhere.example:443 HTTP/1.1\nHost: elsewhere.example:443\n\n", 400, 405),
        Raw("a trace", $"TRACE / HTTP/1.1\n{Head}X-Secret: {Mark}\nConnection: close\n\n", 405),
        Raw("a method nobody knows", $"{Mark.ToUpperInvariant()} /gaps HTTP/1.1\n{Head}Connection: close\n\n", 405),
        Raw("another method behind this one", $"POST /gaps HTTP/1.1\n{Head}X-HTTP-Method-Override: DELETE\nContent-Length: 0\nConnection: close\n\n", 405, 404),
        Raw("a body that stops half way", $"POST /report HTTP/1.1\n{Head}Content-Type: application/x-www-form-urlencoded\nContent-Length: 5000\n\nreport-title={Mark}", 408, 0, 400) with { IsSlow = true },
        Raw("headers that never end", $"GET / HTTP/1.1\n{Head}X-A: {Mark}", 408, 0, 400) with { IsSlow = true },
    ];

    private static IEnumerable<Attack> Forms =>
    [
        Form("a form of five thousand fields", "/report", GraphQLAttacks.Many(5_000, n => $"f{n}={Mark}", "&"), 400),
        Form("a name of ten kilobytes", "/report", $"{new string('n', 10_000)}=1", 400),
        Form("a form of two mebibytes", "/report", $"report-title={new string('a', 2 << 20)}", 413, 0),
        Form("signs that are no signs", "/report", $"report-title=%zz%ff%c0%af&act=save", 422),
        Form("a NUL in a field", "/report", "report-title=a%00b&act=save", 400, 422),
        Form("what the form began with, thousands deep", "/report", $"base={new string('[', 20_000)}&act=save&asked=report-title&asked={Mark}", 422),
        Form("entries by a number beyond all", "/report", "report-readings-2147483647-outcome=a&report-readings-99999999999-text=b&act=save", 422),
        Form("a forged token", "/report", $"__RequestVerificationToken={Mark}&act=save", 422),
        Form("a form where none is taken", "/gaps", "a=b", 405, 404),
        Form("marks of a finding at no place", "/report", $"act=replace-report-title-99999-1-{Mark}", 422),
        Post("a form in another dress", "/report", "act=save"u8.ToArray(), "text/plain", "Persona specialist-a", null, 415),
        Post("JSON for a form", "/report", "{\"act\":\"save\"}"u8.ToArray(), "application/json", "Persona specialist-a", null, 415),
        Post("parts without a boundary", "/report", "--x\r\n\r\n"u8.ToArray(), "multipart/form-data", "Persona specialist-a", null, 400, 415),
        Post("parts that never end", "/report", Encoding.UTF8.GetBytes($"--b\r\nContent-Disposition: form-data; name=\"act\"\r\n\r\n{Mark}"), "multipart/form-data; boundary=b", "Persona specialist-a", null, 400),
        Post("parts by the thousand", "/report", Encoding.UTF8.GetBytes(GraphQLAttacks.Many(3_000, n => $"--b\r\nContent-Disposition: form-data; name=\"f{n}\"\r\n\r\n1\r\n", "") + "--b--"), "multipart/form-data; boundary=b", "Persona specialist-a", null, 400),
        Post("a form of somebody else's page", "/report", Encoding.UTF8.GetBytes($"report-title={Mark}&act=send"), "application/x-www-form-urlencoded", "Persona specialist-a", ("Sec-Fetch-Site", "cross-site"), 403),
    ];

    private static IEnumerable<Attack> Outlets =>
    [
        Feed("a page of less than nothing", "first=-1"),
        Feed("a page of a milliard", "first=1000000000"),
        Feed("a cursor that is none", $"after={Mark}"),
        Feed("a cursor of another life", "after=v1.1.1"),
        Feed("a cursor of the far future", "after=v1.9999999999.9223372036854775807"),
        Feed("a type of event that is none", $"types={Mark}"),
        Feed("values by the thousand", $"areas={GraphQLAttacks.Many(1_500, _ => "a", ",")}"),
        Feed("a parameter nobody knows", $"{Mark}=1"),
        Feed("a parameter sent twice", "first=1&first=2"),
        Get("a place to go on from that is none", "/feed", "Persona model-team-classifiers", ("Last-Event-ID", Mark), 200, 400),
        Get("ranges by the hundred", "/css/insights.css", null, ("Range", $"bytes={GraphQLAttacks.Many(500, n => $"{n}-{n}", ",")}"), 200, 206, 416),
        Get("a range of words", "/js/insights.js", null, ("Range", $"bytes={Mark}"), 200, 416),
        Get("a form of an export that is none", $"/feed/export?format={Mark}", "Persona model-team-classifiers"),
        Get("wishes by the thousand", "/feed", "Persona model-team-classifiers", ("Accept", GraphQLAttacks.Many(1_500, n => $"a/b{n};q=0.{n % 10}", ", "))),
        Get("an id of an endpoint that is none", $"/consumers/1/webhooks/{Mark}", "Persona model-team-classifiers", null, 404),
    ];

    private static Attack Feed(string name, string query) => new(name, target => target.SendAsync(() => new HttpRequestMessage(HttpMethod.Get, $"/feed?{query}"), "Persona model-team-classifiers", ("Accept", "application/x-ndjson")), 400, 409, 410);

    private static Attack Key(string name, string authorization) => Get(name, "/scenarios.jsonl", authorization, null, 401, 400);

    private static string Json(string json) => Convert.ToBase64String(Encoding.UTF8.GetBytes(json)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
