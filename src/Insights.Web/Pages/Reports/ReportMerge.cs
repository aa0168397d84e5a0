using Insights.Core.Reports;
using Insights.Web.Pages.Shared;
using MediatR;

namespace Insights.Web.Pages.Reports;

/// <summary>A report's form that came back, together with what was stored of the report meanwhile.</summary>
internal static class ReportMerge
{
    public static async Task<(FormInput Input, MergeModel? Merge)> ReadAsync(IMediator mediator, FormInput input, ReportView? stored, CancellationToken ct)
    {
        if (await MergeModel.ReadAsync(mediator, input, [stored?.Id.Value], ct) is not { } merge || stored is null)
            return (input, null);
        var (values, taken) = FormMerge.Of(input.Values, ReportFormReader.Fill(stored.Content.ToForm()), ReportFormReader.At);
        return (input with { Values = values }, merge with { Taken = taken });
    }
}
