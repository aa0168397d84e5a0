using System.Collections.Frozen;

namespace Insights.Privacy.Rules;

/// <summary>Top-level domains common enough to read a dotted word as a host name.</summary>
internal static class TopLevelDomains
{
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Plain = Set(
        "com net org edu mil int biz info io app dev xyz online club onion cloud tech blog gov example icu vip asia mobi webcam "
        + "uk de fr nl eu ru jp cn br pl cz ch es se dk fi gr hu pt ro ua tr kr tw hk sg th vn ph au nz ca mx ar cl ie il ae za ng ke eg pk lk kh mm "
        + "sa qa kw bh om jo lb iq ir ye af uz kz kg tj tm az mn la mo mv bt np bn tl pg fj ws nu tk ga cf gq su by lt lv hr bg sk al ba xk "
        + "mt cy tn dz gh tz ug rw et zm zw bw mz ao cm ci sn uy bo pe ec ve pa gt hn ni sv cr cu jm tt bb gy sr");

    /// <summary>Country codes and others that are also words, members of programs or file endings: they need more than their shape.</summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Wordlike = Set(
        "py rs mk ml my id us in it is at be me no to so tv co cc ly gg gl gd sh md am fm st im ai li lu ee ge ms bd cat one zip mov si pm re ps pn tf vg "
        + "site store chat live wiki social news media email link page pro name top fun world today space website host test local internal "
        + "academy agency art audio band bar best bet bid bike bio bot box build business cafe cam camera camp card care cash center chat church "
        + "city click clinic clothing coach codes coffee community company computer contact cool country coupon courses credit dance data date dating "
        + "day deal delivery design diet digital direct directory dog download earth education energy events exchange expert express faith family fans "
        + "farm fashion film finance fit fish foo food football forsale foundation fyi gallery game games garden gift gifts girls glass global gold "
        + "golf green group guide guru health help hiphop holiday horse hosting house how inc industries ink institute international jobs kids kim "
        + "land lat law legal lgbt life limited lol love market marketing meme men moda money monster movie network ninja now observer page "
        + "party photo photography photos pics pictures pink pizza place plus porn poker press productions properties protection pub quest racing "
        + "realty red ren rent repair report rest review reviews rich rip rocks run sale school science scot security services sexy sex adult shop "
        + "show singles ski soccer software solar solutions soy storage stream studio study style sucks support surf systems tel tips tools tours "
        + "town toys trade trading training travel tube university uno video vision vote watch win wine work works wtf xxx yoga zone");

    public static bool Knows(ReadOnlySpan<char> domain) => Plain.Contains(domain) || Wordlike.Contains(domain);

    public static bool IsPlain(ReadOnlySpan<char> domain) => Plain.Contains(domain);

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Set(string words) => words.Split(' ')
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
}
