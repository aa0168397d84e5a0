using Insights.Core.Reports;
using Insights.Web.Pages.Shared;
using MediatR;

namespace Insights.Web.Pages.Reports;

/// <summary>A report's form that came back, together with what was stored of the report meanwhile.</summary>
internal static class ReportMerge
{
    public static async Task<(FormInput Input, MergeModel? Merge)> ReadAsync(IMediator mediator, FormInput input, ReportView? stored, CancellationToken ct)
    {
        if (stored is null || !MergeModel.IsBehind(input, "expectedVersion", stored.Version))
            return (input, null);
        var merge = await MergeModel.SinceAsync(mediator, input, [stored.Id.Value], ct);
        var (values, taken) = FormMerge.Of(input.Values, ReportFormReader.Fill(stored.Content.ToForm()), ReportFormReader.At);
        return (input with { Values = values }, merge with { Taken = taken });
    }
}
