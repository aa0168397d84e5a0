namespace Insights.Privacy.Tests;

public sealed class SharedSampleTests
{
    [SharedSampleFact]
    public void Every_span_of_the_sample_is_covered_under_its_type_and_no_clean_line_is_touched()
    {
        var lines = SharedSample.Lines().ToList();
        Assert.Contains(lines, line => line.Spans.Length == 0);

        Assert.All(lines, line =>
        {
            var findings = Guard.Default.Scan(line.Text);
            Assert.Equal(line.Spans.Length, findings.Count);
            Assert.All(line.Spans, span => Assert.Contains(findings, finding =>
                finding.Start <= span.Start && finding.End >= span.End && finding.End - finding.Start <= span.End - span.Start + 2 && span.Types.Contains(finding.Type)));
        });
    }
}
