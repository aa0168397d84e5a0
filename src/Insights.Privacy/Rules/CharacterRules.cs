namespace Insights.Privacy.Rules;

/// <summary>Characters no stored text may contain. Reads the original text, since folding would hide them.</summary>
internal static class CharacterRules
{
    public static void Apply(string original, List<GuardFinding> findings)
    {
        var found = findings.Count;
        for (var i = 0; i < original.Length; i++)
        {
            if (char.IsControl(original[i]) && original[i] is not ('\n' or '\t' or '\r'))
                findings.Add(new GuardFinding(i, i + 1, FindingType.ControlCharacter, "control", FindingTier.A));
            else if (char.IsHighSurrogate(original[i]) && i + 1 < original.Length && char.IsLowSurrogate(original[i + 1]))
                i++;
            else if (char.IsSurrogate(original[i]))
                findings.Add(new GuardFinding(i, i + 1, FindingType.LoneSurrogate, "surrogate", FindingTier.A));
        }

        if (findings.Count == found || found == 0) return;

        // One inside a wider finding is reported by that finding.
        findings.Sort((a, b) => (a.Start, -a.End).CompareTo((b.Start, -b.End)));
        var kept = 0;
        var reached = 0;
        foreach (var finding in findings.ToArray())
        {
            if (finding.End <= reached) continue;
            findings[kept++] = finding;
            reached = finding.End;
        }

        findings.RemoveRange(kept, findings.Count - kept);
    }
}
