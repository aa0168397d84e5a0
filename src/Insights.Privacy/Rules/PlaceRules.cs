using System.Text.RegularExpressions;

namespace Insights.Privacy.Rules;

/// <summary>Street addresses, postcodes and coordinates. Their shapes prove little, so they only warn.</summary>
internal static partial class PlaceRules
{
    public static void Apply(Sweep sweep)
    {
        if (sweep.Digits == 0) return;

        foreach (var match in Streets().EnumerateMatches(sweep.Text)) Street(sweep, match.Index, match.Length);
        foreach (var match in Jalan().EnumerateMatches(sweep.Text))
            if (Values.Digits(sweep.Text.AsSpan(match.Index, match.Length)) > 0) Address(sweep, match.Index, match.Length, "street-malay");
        foreach (var match in Continental().EnumerateMatches(sweep.Text)) Address(sweep, match.Index, match.Length, "street-continental");
        foreach (Match match in Announced().Matches(sweep.Text))
            Address(sweep, match.Groups["place"].Index, match.Groups["place"].Length, "place-cue");
        if (sweep.Digits < 6 || sweep.Dots < 2) return;
        foreach (var match in Coordinates().EnumerateMatches(sweep.Text))
            if (sweep.Before(PositionCue(), match.Index) || sweep.Text.AsSpan(match.Index, match.Length).ContainsAny("°NSEW"))
                Address(sweep, match.Index, match.Length, "coordinates");
    }

    /// <summary>"12 New Road signs" is no address: a place, a cue or the end of the phrase must stand beside the street.</summary>
    private static void Street(Sweep sweep, int start, int length)
    {
        var end = start + length;
        var followedByProse = sweep.At(end) == ' ' && char.IsLower(sweep.At(end + 1));
        if (!followedByProse || Values.Digits(sweep.Text.AsSpan(end - 4, 4)) > 0 || sweep.Before(PlaceCue(), start, 20))
            Address(sweep, start, length, "street");
    }

    private static void Address(Sweep sweep, int start, int length, string rule)
    {
        if (!sweep.Before(Numbered(), start, 16))
            sweep.Found(start, start + length, FindingType.StreetAddress, rule, FindingTier.C);
    }

    [GeneratedRegex(@"(?<![\w.,/-])(?:(?:Flat|Apartment|Apt\.?|Unit|Blk|Block|Suite) [\w-]{1,6},? )?\d{1,5}[A-Za-z]?,? (?:\p{Lu}[\p{L}'.-]{1,20} ){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Close|Lane|Ln|Drive|Crescent|Cres|Terrace|Place|Pl|Way|Boulevard|Blvd|Gardens|Square|Court|Ct|Mews|Highway|Parade|Walk|Grove)\b\.?(?: \d{1,3}(?!\w))?(?:,? (?:#\d{1,3}-\d{1,4}|(?:Suite|Unit|Apt\.?|Apartment) \d{1,5}(?!\w)|\p{Lu}[\w'-]{0,20}|\d[\w-]{1,9})){0,7}")]
    private static partial Regex Streets();

    [GeneratedRegex(@"(?<![\w/-])(?:(?:No\.?|Lot|Blok|Unit) ?[\w/-]{1,8},? )?(?:Jalan|Jln\.?|Lorong|Lrg\.?|Persiaran|Lebuh(?:raya)?|Kampung|Kg\.?|Taman) (?:\p{Lu}[\w'-]{0,20}|\d[\w/-]{0,8})(?: (?:\p{Lu}[\w'-]{0,20}|\d[\w/-]{0,8})){0,3}(?:, ?(?:\p{Lu}[\w'-]{0,20}|\d{4,6})(?: \p{Lu}[\w'-]{0,20}){0,3}){0,4}")]
    private static partial Regex Jalan();

    /// <summary>Musterstraße 12, 10115 Berlin; 12 rue des Lilas, 75011 Paris; Calle Mayor 7, 28013 Madrid; PO Box 44.</summary>
    [GeneratedRegex(@"(?<![\w-])(?:\p{Lu}[\p{Ll}-]{2,24}(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse|damm|ufer) \d{1,4}[a-z]?|\d{1,4}(?: bis| ter)?,? (?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Aa]llée|[Cc]hemin|[Ii]mpasse|[Qq]uai) (?:de la |des |du |de l'|de |d')?\p{Lu}[\p{L}'-]{1,24}(?: (?:de |du |des )?\p{Lu}[\p{L}'-]{1,24}){0,3}|(?:Calle|C/|Avenida|Avda?\.|Plaza|Paseo|Carrera) (?:de la |de los |del |de )?\p{Lu}[\p{L}'-]{1,24}(?: (?:de |del |la )?\p{Lu}[\p{L}'-]{1,24}){0,3},? (?:n\.?º ?)?\d{1,4}|P\.? ?O\.? Box \d{1,6}|(?:Peti Surat|Postfach|Apartado) \d{2,6})(?:,? (?:\p{Lu}[\p{L}'-]{1,24}|\d{4,6}(?:-\d{4})?)){0,5}")]
    private static partial Regex Continental();

    /// <summary>"postcode SW1A 1AA", "poskod 43000".</summary>
    [GeneratedRegex(@"\b(?:post ?codes?|zip(?: ?codes?)?|poskod|plz|postleitzahl|code postal|c[óo]digo postal)\b(?: is|:| ialah)? {0,2}(?<place>[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|\d{5}(?:-\d{4})?|\d{6})(?!\w)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Announced();

    [GeneratedRegex(@"(?<![\w.,-])-?\d{1,2}\.\d{3,8} ?°? ?[NS]?, ?-?\d{1,3}\.\d{3,8}(?: ?°? ?[EW])?(?![\w.])|(?<![\w.,-])\d{1,2}\.\d{3,8} ?°? ?[NS] \d{1,3}\.\d{3,8} ?°? ?[EW](?!\w)")]
    private static partial Regex Coordinates();

    [GeneratedRegex(@"\b(?:coordinates?|koordinat|gps|lat|latitude|lat/lon|lat/long|latlng|location|located|lokasi|position|pin|geo|map)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PositionCue();

    [GeneratedRegex(@"\b(?:at|address|lives?|living|resid(?:es|ing|ence)|home|house|of|near|to|from|alamat|tinggal|di|adresse|domicilio)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PlaceCue();

    [GeneratedRegex(@"\b(?:appendix|annex|section|part|clause|chapter|table|figure|article|rule|item|step|suite|lampiran|seksyen|bahagian)\b[ .:]{0,2}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Numbered();
}
