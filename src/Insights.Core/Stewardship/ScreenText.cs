using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Privacy;
using MediatR;

namespace Insights.Core.Stewardship;

/// <summary>What the guard would find in a text, before it is sent anywhere. Nothing is stored.</summary>
/// <param name="Text">The text, at most 8,000 characters.</param>
[Requires(Permission.ReadOwnReports)]
public sealed record ScreenText(string Text) : IQuery<List<PrivacyFinding>>, IChecked
{
    private const int Longest = 8_000;

    public void Check(Check check) => check.Must(Text.Length <= Longest, RefusalCode.TooLong, "At most 8000 characters.", "text");
}

internal sealed class ScreenTextHandler(Guard guard) : IRequestHandler<ScreenText, Outcome<List<PrivacyFinding>>>
{
    public Task<Outcome<List<PrivacyFinding>>> Handle(ScreenText request, CancellationToken cancellationToken) =>
        Task.FromResult<Outcome<List<PrivacyFinding>>>(guard.Scan(request.Text).Select(PrivacyFinding.Of).ToList());
}
