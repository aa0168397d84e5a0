using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Insights.Web.Tests.NoEcho;

/// <summary>A value that is sent once and looked for everywhere.</summary>
/// <param name="Number">Tells it from all others.</param>
/// <param name="IsPersonal">An address, which the guard refuses in any text; otherwise a plain word, as a code, key or header would be.</param>
/// <param name="Sent">Where it was put.</param>
internal sealed record Mark(int Number, bool IsPersonal, string Sent)
{
    /// <summary>Put together at run time: a literal of the program would be one of the words that logs may show.</summary>
    public string Text { get; } = string.Create(CultureInfo.InvariantCulture, $"{(IsPersonal ? "canary-" : "kanari")}{Number}{(IsPersonal ? "@example.com" : "x")}");

    /// <summary>Whether the command that carried it was granted, so that its content is kept.</summary>
    public bool Granted { get; set; }

    public override string ToString() => $"{Text} (sent as {Sent})";
}

/// <summary>All marks of a run, and the way to find them in anything.</summary>
internal sealed partial class Marks
{
    private readonly ConcurrentDictionary<int, Mark> _all = new();
    private int _last;

    public IReadOnlyCollection<Mark> All => [.. _all.Values];

    public static bool Mentioned(string text) =>
        text.Contains("canary-", StringComparison.OrdinalIgnoreCase) || text.Contains("kanari", StringComparison.OrdinalIgnoreCase);

    public Mark Personal(string sent) => New(isPersonal: true, sent);

    public Mark Plain(string sent) => New(isPersonal: false, sent);

    /// <summary>The marks that stand in a text, however the rest of it is encoded.</summary>
    public IEnumerable<Mark> In(string text) => Pattern().Matches(text)
        .Select(m => int.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture)).Distinct()
        .Select(number => _all.GetValueOrDefault(number) ?? throw new InvalidOperationException($"Nobody sent number {number}."));

    private Mark New(bool isPersonal, string sent)
    {
        var mark = new Mark(Interlocked.Increment(ref _last), isPersonal, sent);
        _all[mark.Number] = mark;
        return mark;
    }

    [GeneratedRegex(@"(?:canary-|kanari)(\d+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}

/// <summary>A place where a mark was found that should not be there.</summary>
internal sealed record Leak(Mark Mark, string Found, string Around)
{
    public override string ToString() => $"{Mark}: {Found}: {Around}";
}

/// <summary>Collects what was found where.</summary>
internal sealed class Leaks(Marks marks)
{
    private readonly ConcurrentQueue<Leak> _found = [];

    public IReadOnlyCollection<Leak> Found => _found;

    /// <summary>Looks a text through; what is allowed there is passed over.</summary>
    public void Search(string place, string text, Func<Mark, bool>? allowed = null)
    {
        if (!Marks.Mentioned(text))
            return;
        foreach (var mark in marks.In(text))
        {
            if (allowed?.Invoke(mark) is true)
                continue;
            var at = text.IndexOf(mark.Text[..^2], StringComparison.OrdinalIgnoreCase);
            at = at < 0 ? 0 : at;
            var from = Math.Max(0, at - 60);
            _found.Enqueue(new Leak(mark, place, text[from..Math.Min(text.Length, at + 60)].ReplaceLineEndings(" ")));
        }
    }

    /// <summary>Looks through what was told and what lies on disk.</summary>
    public void Search(IEnumerable<(string Place, Heard Heard)> told, IEnumerable<(string File, string Text)> files)
    {
        foreach (var (place, heard) in told)
        {
            foreach (var (kind, line) in heard.Lines)
                Search($"{place} {kind}", line);
        }

        foreach (var (file, text) in files)
            Search($"file {file}", text, mark => Exceptions.Allow(mark, Exceptions.Database));
    }

    /// <summary>One line for each place and kind of sending, with the first of each.</summary>
    public string Report() => string.Join('\n', _found
        .GroupBy(l => (l.Found, Kind: l.Mark.Sent.Split(' ', 2)[0])).Select(g => $"{g.Count(),5} x {g.First()}").Take(100));
}
