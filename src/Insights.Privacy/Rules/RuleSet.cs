namespace Insights.Privacy.Rules;

/// <summary>All rules for one set of options, in no particular order: overlaps are settled by tier, then length.</summary>
internal sealed class RuleSet(GuardOptions options)
{
    private readonly CitationHosts citations = new(options.CitationHosts);
    private readonly CaseIdRules caseIds = new(options.CaseIdPrefixes);

    public IReadOnlyList<GuardFinding> Find(string original)
    {
        var folded = FoldedText.Of(original);
        var sweep = new Sweep(folded.Text);
        Exemptions.Mark(sweep);
        citations.Mark(sweep);

        EmailRules.Apply(sweep);
        WebRules.Apply(sweep);
        NetworkRules.Apply(sweep);
        HashRules.Apply(sweep);
        PaymentRules.Apply(sweep);
        IdentityRules.Apply(sweep);
        PhoneRules.Apply(sweep);
        BirthDateRules.Apply(sweep);
        AccountRules.Apply(sweep);
        caseIds.Apply(sweep);
        LabelRules.Apply(sweep);
        NameRules.Apply(sweep);
        PlaceRules.Apply(sweep);

        var findings = new List<GuardFinding>();
        foreach (var claim in sweep.Joined())
        {
            var (start, end) = folded.Original(claim.Start, claim.End);
            findings.Add(new GuardFinding(start, end, claim.Type, claim.RuleId, claim.Tier));
        }

        CharacterRules.Apply(original, findings);
        return findings;
    }
}
