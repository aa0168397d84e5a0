using Insights.Core.Gaps;
using Xunit;

namespace Insights.Core.Tests.Gaps;

public sealed class SeverityScaleTests
{
    [Theory]
    [InlineData(Harm.Low, Severity.Low, Severity.Low, Severity.Low, Severity.Medium)]
    [InlineData(Harm.Moderate, Severity.Low, Severity.Medium, Severity.Medium, Severity.High)]
    [InlineData(Harm.High, Severity.Medium, Severity.High, Severity.High, Severity.High)]
    [InlineData(Harm.Severe, Severity.High, Severity.High, Severity.Critical, Severity.Critical)]
    public void Harm_weighs_twice_as_much_as_reach(Harm harm, Severity single, Severity few, Severity many, Severity widespread)
    {
        Assert.Equal([single, few, many, widespread], Enum.GetValues<Reach>().Select(reach => SeverityScale.Of(harm, reach)));
    }

    [Fact]
    public void Without_harm_or_reach_nothing_is_said()
    {
        Assert.Null(SeverityScale.Of(null, Reach.Many));
        Assert.Null(SeverityScale.Of(Harm.Severe, null));
    }
}
