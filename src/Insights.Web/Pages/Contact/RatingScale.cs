using System.Globalization;
using Insights.Core.Contact;
using Insights.Web.Pages.Shared;

namespace Insights.Web.Pages.Contact;

/// <summary>One thing a report is rated by, with what each of its five steps means.</summary>
/// <param name="Name">Name of the field.</param>
/// <param name="Label">What is asked.</param>
/// <param name="MeanOf">Its mean in a sum of ratings.</param>
/// <param name="Steps">What each step says, from 1 to 5.</param>
internal sealed record Criterion(string Name, string Label, Func<ReportRatingsView, double> MeanOf, IReadOnlyList<string> Steps)
{
    public IReadOnlyList<Choice> Choices => [.. Steps.Select((step, i) => new Choice(Number(i + 1), $"{Number(i + 1)} – {step}"))];

    public string Step(int step) => Steps[Math.Clamp(step, 1, Steps.Count) - 1];

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The four things, in the order of the form.</summary>
internal static class RatingScale
{
    public static IReadOnlyList<Criterion> All =>
    [
        new("clarity", Texts.T("Clarity"), r => r.Clarity,
            [Texts.T("it cannot be understood without asking"), Texts.T("the question is there, but has to be guessed"), Texts.T("it is understood on a second reading"), Texts.T("it is understood at once, but for details"), Texts.T("one reading is enough")]),
        new("specificity", Texts.T("Specificity"), r => r.Specificity,
            [Texts.T("it could be about any clause"), Texts.T("it names an area"), Texts.T("it names the clause"), Texts.T("it names the clause and where it fails"), Texts.T("it names the very words that fail, and when")]),
        new("evidence", Texts.T("Evidence"), r => r.Evidence,
            [Texts.T("nothing is shown"), Texts.T("one impression"), Texts.T("one case"), Texts.T("several cases, of one kind"), Texts.T("several cases, and what speaks against")]),
        new("actionability", Texts.T("Actionability"), r => r.Actionability,
            [Texts.T("it does not say what is to be answered"), Texts.T("much has to be asked before it can be assessed"), Texts.T("it can be assessed after one question"), Texts.T("it can be assessed as it is"), Texts.T("it can be decided as it is")]),
    ];

    public static FormValues Fill(OwnRatingView mine) => FormValues.Of(
    [
        ("clarity", Of(mine.Clarity)), ("specificity", Of(mine.Specificity)), ("evidence", Of(mine.Evidence)), ("actionability", Of(mine.Actionability)), ("note", mine.Note?.Value),
    ]);

    public static RateReport Read(FormValues values) => new(
        values["reportId"] ?? "", values.Whole("revision") ?? 0, values.Whole("expectedVersion") ?? 0,
        values.Whole("clarity") ?? 0, values.Whole("specificity") ?? 0, values.Whole("evidence") ?? 0, values.Whole("actionability") ?? 0, values["note"], values["formKey"])
    {
        Acknowledged = values.Kept,
    };

    private static string Of(int step) => step.ToString(CultureInfo.InvariantCulture);
}
