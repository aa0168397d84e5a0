using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Insights.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class QueueIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_gap_DueOn_Number",
                table: "gap");

            migrationBuilder.DropIndex(
                name: "IX_gap_LastActivityAt_Number",
                table: "gap");

            migrationBuilder.DropIndex(
                name: "IX_gap_State_LastActivityAt",
                table: "gap");

            migrationBuilder.CreateIndex(
                name: "IX_gap_EndedBy_DueOn_Number_State_Id",
                table: "gap",
                columns: new[] { "EndedBy", "DueOn", "Number", "State", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_gap_EndedBy_LastActivityAt_Number",
                table: "gap",
                columns: new[] { "EndedBy", "LastActivityAt", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_gap_EndedBy_State_DueOn_Id",
                table: "gap",
                columns: new[] { "EndedBy", "State", "DueOn", "Id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_gap_EndedBy_DueOn_Number_State_Id",
                table: "gap");

            migrationBuilder.DropIndex(
                name: "IX_gap_EndedBy_LastActivityAt_Number",
                table: "gap");

            migrationBuilder.DropIndex(
                name: "IX_gap_EndedBy_State_DueOn_Id",
                table: "gap");

            migrationBuilder.CreateIndex(
                name: "IX_gap_DueOn_Number",
                table: "gap",
                columns: new[] { "DueOn", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_gap_LastActivityAt_Number",
                table: "gap",
                columns: new[] { "LastActivityAt", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_gap_State_LastActivityAt",
                table: "gap",
                columns: new[] { "State", "LastActivityAt" });
        }
    }
}
