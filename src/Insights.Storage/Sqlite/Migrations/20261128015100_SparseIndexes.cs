using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Insights.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class SparseIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_kept_apart_EndedBy",
                table: "kept_apart");

            migrationBuilder.DropIndex(
                name: "IX_gap_link_EndedBy",
                table: "gap_link");

            migrationBuilder.DropIndex(
                name: "IX_gap_StandsIn",
                table: "gap");

            migrationBuilder.CreateIndex(
                name: "IX_kept_apart_EndedBy",
                table: "kept_apart",
                column: "EndedBy",
                filter: "\"EndedBy\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_gap_link_EndedBy",
                table: "gap_link",
                column: "EndedBy",
                filter: "\"EndedBy\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_gap_StandsIn",
                table: "gap",
                column: "StandsIn",
                filter: "\"StandsIn\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_kept_apart_EndedBy",
                table: "kept_apart");

            migrationBuilder.DropIndex(
                name: "IX_gap_link_EndedBy",
                table: "gap_link");

            migrationBuilder.DropIndex(
                name: "IX_gap_StandsIn",
                table: "gap");

            migrationBuilder.CreateIndex(
                name: "IX_kept_apart_EndedBy",
                table: "kept_apart",
                column: "EndedBy");

            migrationBuilder.CreateIndex(
                name: "IX_gap_link_EndedBy",
                table: "gap_link",
                column: "EndedBy");

            migrationBuilder.CreateIndex(
                name: "IX_gap_StandsIn",
                table: "gap",
                column: "StandsIn");
        }
    }
}
