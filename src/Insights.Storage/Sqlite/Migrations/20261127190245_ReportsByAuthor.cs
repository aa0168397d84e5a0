using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Insights.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class ReportsByAuthor : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_report_State_Number",
                table: "report");

            migrationBuilder.CreateIndex(
                name: "IX_report_AuthorId_Number",
                table: "report",
                columns: new[] { "AuthorId", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_report_State_Number_AuthorId",
                table: "report",
                columns: new[] { "State", "Number", "AuthorId" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_report_AuthorId_Number",
                table: "report");

            migrationBuilder.DropIndex(
                name: "IX_report_State_Number_AuthorId",
                table: "report");

            migrationBuilder.CreateIndex(
                name: "IX_report_State_Number",
                table: "report",
                columns: new[] { "State", "Number" });
        }
    }
}
