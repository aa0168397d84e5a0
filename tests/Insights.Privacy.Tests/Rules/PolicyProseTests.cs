namespace Insights.Privacy.Tests.Rules;

public sealed class PolicyProseTests
{
    [Theory]
    [InlineData("Section 4.2.1.3 defines the threshold; sections 5.1.2.3 and 12.30.44.60 refine it.")]
    [InlineData("Clauses 12.3.4.5, 12.3.4.6 and 44.55.66.77 of the manual overlap.")]
    [InlineData("§ 25.30.40.50 is new, § 9(c)(ii) is silent.")]
    [InlineData("Rubric v3.0.0.2 replaces version 20.30.40.50; build 17.11.35312.102 is current.")]
    [InlineData("Case C-413/23 P and Joined Cases C-203/15 and C-698/15 were read.")]
    [InlineData("S. and Marper v. United Kingdom (nos. 30562/04 and 30566/04) is distinguished.")]
    [InlineData("Policy POL-CS-012 cites CL-0192, PREC-2026-018 and AMB-11.")]
    [InlineData("Directive 2011/93/EU, Article 5(6), recital 46, and Regulation (EU) 2021/1232 apply.")]
    [InlineData("Regulation (EU) 2022/2065, OJ L 277, 27.10.2022, p. 1, Art. 16.")]
    [InlineData("18 U.S.C. 2252A and 47 CFR 64.1200(a) are cited once.")]
    [InlineData("Akta 792 (2017) seksyen 31 dan Warta P.U.(A) 123/2017 dirujuk.")]
    [InlineData("Effective 2026-10-01 until 2027-09-30, reviewed on 15 March 2027.")]
    [InlineData("Published on 12 January 2026 and amended 07/08/2025 at 10:00:00.")]
    [InlineData("In 2025 we read 12,345 reports and 1 234 567 items, up 3.25 %.")]
    [InlineData("Reports rose from 10 000 to 15 000 (+15 000) between 2019-2023.")]
    [InlineData("The case for change: 4,000 hours saved and 24 cases reopened.")]
    [InlineData("Ticket volume 2024/25 rose to 5,120; escalation 3.2 applies.")]
    [InlineData("Report 7 of 12, table 4, page 1023, row 5000 to 5400.")]
    [InlineData("Kappa 0.71 (n = 640), p < 0.0001, 95 % CI 0.12-0.34, F(2, 1045) = 4.5.")]
    [InlineData("Both reviewers agree in 12345 of 20000 items, and F1 is 0.8123.")]
    [InlineData("A child born after 2010 is covered by clause 3; the rule was born in a 2018 pilot.")]
    [InlineData("Call the policy owner between 09:00 and 17:30; contact is by queue only.")]
    [InlineData("Phone verification rate 98.5 %, mobile users 1,250,000, call volume 5 000 000.")]
    [InlineData("ISBN 978-0-306-40615-7, ISSN 2049-3630 and doi:10.1145/3292500.3330701.")]
    [InlineData("Use e.g. or i.e. sparingly; see guide.pdf, rows.csv and schema.graphql.")]
    [InlineData("The account rules 2024 apply to account holders and to user appeals.")]
    [InlineData("Username policy 3 and handle rules differ from profile rules.")]
    [InlineData("Age assurance covers ages 13 to 17, 12-15 and 16+, whatever the surface.")]
    [InlineData("Colour #1234, channel 5, room 101, floor 3 are examples of codes.")]
    [InlineData("NIST SP 800-53 Rev. 5 control SI-19, ISO 22301:2019, RFC 9457, ICD-11 6D32.")]
    [InlineData("The Vienna Convention and Fleiss' kappa are names, not persons.")]
    [InlineData("Policy Operations and Legal Review agreed; reported by: regional team.")]
    [InlineData("Write [NAME], [EMAIL] or <redacted> instead, or {case_ref}.")]
    [InlineData("See https://www.gov.uk/guidance and https://www.europarl.europa.eu/doc/A-9-2020-0258_EN.html.")]
    [InlineData("Precision@10 and recall@50 are reported; @username and @mentions stay.")]
    [InlineData("Laporan 2025 dan kes seumpama ini: 1,204 kes, iaitu 4.5 peratus.")]
    [InlineData("Dua contoh diperlukan untuk fasal ini sebelum 30 Jun 2027.")]
    [InlineData("Budget RM 1 250 000, USD 4,500.00 and EUR 3.000.000 over 36 months.")]
    [InlineData("The name field: title, area and clause. Author: Policy Team.")]
    [InlineData("Case id required; ticket number: none; report id: unknown.")]
    [InlineData("An appeal within 14 days (day 0 = notice) suspends step 2.1.4.")]
    [InlineData("The definition of \"likely\" needs a test with two readings, a) and b).")]
    [InlineData("Batch 20261122 of build 20261122.3 repeats epoch 1730000000000.")]
    [InlineData("Interim rule: treat as clause 6.4.2, severity 3, volume 20-50 a week.")]
    [InlineData("Provenance metadata is absent in 7 of 10 items labelled synthetic.")]
    public void Honest_policy_prose_has_no_findings(string sentence)
    {
        var findings = Guard.Default.Scan(sentence);

        Assert.True(findings.Count == 0, string.Join(' ', findings));
    }
}
