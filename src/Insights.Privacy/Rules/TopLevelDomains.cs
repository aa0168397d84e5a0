using System.Collections.Frozen;

namespace Insights.Privacy.Rules;

/// <summary>Top-level domains common enough to read a dotted word as a host name.</summary>
internal static class TopLevelDomains
{
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Plain = Set(
        "com net org edu mil int biz info io app dev xyz online site club onion cloud tech store chat live blog wiki "
        + "social news media gov email link page mobi pro name asia top icu vip fun world today space website host "
        + "uk de fr nl eu ru jp cn br pl cz ch es se dk fi gr hu pt ro ua tr kr tw hk sg th vn ph au nz ca mx ar cl ie il ae za ng ke eg pk lk kh mm");

    /// <summary>Country codes that are also words or file endings: they need more than their shape.</summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Wordlike = Set(
        "my id us in it is at be me no to so tv co cc ly gg gl gd sh py md rs am fm st ws im ai la li lu lt lv ee ge ms bd np cat app one zip mov");

    public static bool Knows(ReadOnlySpan<char> domain) => Plain.Contains(domain) || Wordlike.Contains(domain);

    public static bool IsPlain(ReadOnlySpan<char> domain) => Plain.Contains(domain);

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Set(string words) => words.Split(' ')
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
}
